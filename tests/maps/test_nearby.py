"""At a desk the map shows single open cases, and to everybody only those they may see."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiying.cases.models import Case
from huiying.journal.delivery import deliver_pending
from huiying.lib.mercator import BITS, to_world
from huiying.lib.mvt import Point
from huiying.maps.models import Spot
from tests.city import City, build, later
from tests.console import scenes
from tests.lib.test_mvt import decode

pytestmark = pytest.mark.django_db
LON, LAT = 116.42, 40.12


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=9))
    return build()


def told() -> None:
    deliver_pending(later(hours=9))


def place(case: Case) -> Case:
    """Put a case on the map; what is told next renews it."""
    Case.objects.filter(pk=case.pk).update(lon=LON, lat=LAT)
    told()
    return case


def sit(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name], "huiying.config.signin.Backend")
    return client


def address(zoom: int = 14) -> str:
    x, y = to_world(LON, LAT)
    return f"/desk/map/tiles/{zoom}/{x >> BITS - zoom}/{y >> BITS - zoom}.mvt"


def points(city: City, name: str, zoom: int = 14) -> list[Point]:
    answer = sit(city, name).get(address(zoom))
    assert answer.status_code == 200
    return decode(answer.content).get("cases", [])


def numbers(city: City, name: str) -> set[object]:
    return {point.values["number"] for point in points(city, name)}


def test_people_see_on_the_map_what_they_see_in_lists(city: City) -> None:
    case = place(scenes.handling(city))
    about = city.receive(accused_unit_id=city.unit("lamps"), lon=LON, lat=LAT)
    secret = city.receive(confidential=True, lon=LON, lat=LAT)
    told()
    everything = {case.number, about.number, secret.number}
    assert numbers(city, "li") == everything
    assert numbers(city, "zhao") == everything  # in her street
    assert numbers(city, "chen") == {case.number}  # with her unit; never what is about it
    assert numbers(city, "sun") == set()
    assert numbers(city, "ma") == set()
    assert numbers(city, "nobody") == set()


def test_strangers_are_sent_to_the_door(city: City) -> None:
    answer = Client().get(address())
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_a_case_lies_at_its_exact_place_until_it_ends(city: City) -> None:
    case = city.receive(lon=LON, lat=LAT)
    told()
    spot = Spot.objects.get()
    assert (spot.x, spot.y) == to_world(LON, LAT)
    (point,) = points(city, "li", 17)
    assert point.values["words"] == "路灯 · 待派单"
    assert point.values["late"] is False
    Case.objects.filter(pk=case.pk).update(lon=LON + 0.001)
    city.receive()
    told()
    closed = scenes.closed(city)
    Case.objects.filter(pk=closed.pk).update(lon=LON, lat=LAT)
    told()
    assert list(Spot.objects.values_list("case_id", flat=True)) == [case.pk]


def test_what_is_overdue_says_so(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    place(scenes.handling(city))
    (point,) = points(city, "li")
    assert point.values["late"] is False
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(days=60))
    (point,) = points(city, "li")
    assert point.values["late"] is True


@pytest.mark.parametrize("tile", ["11/0/0", "19/0/0", "12/4096/0"])
def test_there_are_no_tiles_far_off(city: City, tile: str) -> None:
    assert sit(city, "li").get(f"/desk/map/tiles/{tile}.mvt").status_code == 404


def test_an_unchanged_tile_is_not_sent_again_and_never_to_another(city: City) -> None:
    city.receive(lon=LON, lat=LAT)
    told()
    first = sit(city, "li").get(address())
    assert "private" in first["Cache-Control"]
    mark = {"If-None-Match": first["ETag"]}
    assert sit(city, "li").get(address(), headers=mark).status_code == 304
    assert sit(city, "sun").get(address(), headers=mark).status_code == 200
    city.receive(lon=LON, lat=LAT)
    told()
    assert sit(city, "li").get(address(), headers=mark).status_code == 200


def test_a_tile_takes_the_same_looks_however_much_is_on_it(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sit(city, "li")
    for _turn in range(6):
        city.receive(lon=LON, lat=LAT)
    told()
    client.get(address())
    with django_assert_num_queries(7):
        client.get(address())


def test_a_case_with_a_place_has_its_map_and_one_without_has_none(city: City) -> None:
    there, nowhere = city.receive(lon=LON, lat=LAT), city.receive()
    client = sit(city, "li")
    page = client.get(f"/desk/case/{there.number}/").content.decode()
    assert f'data-pin="{LON},{LAT}"' in page
    assert 'data-tiles="/desk/map/tiles/{z}/{x}/{y}.mvt"' in page
    assert "hy-map" not in client.get(f"/desk/case/{nowhere.number}/").content.decode()
