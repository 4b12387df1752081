"""Tiles tell how many public cases lie where, and change when something on the map does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.journal.delivery import deliver_pending
from huiying.lib.coordinates import round_for_privacy
from huiying.lib.mercator import BITS, to_world
from huiying.lib.mvt import MEDIA_TYPE, Point
from tests.city import City, build, later
from tests.lib.test_mvt import decode

pytestmark = pytest.mark.django_db
LON, LAT = round_for_privacy(116.42, 40.1234)  # the middle of a grid cell stays where it is


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=9))
    made = build()
    for name in ("lamp", "road"):
        PublicRule.objects.create(category=made.categories[name])
    return made


def receive(city: City, **more: Any) -> Case:
    case = city.receive(**{"lon": LON, "lat": LAT, **more})
    deliver_pending(later(hours=9))
    return case


def address(zoom: int) -> str:
    x, y = to_world(LON, LAT)
    return f"/tiles/cases/{zoom}/{x >> BITS - zoom}/{y >> BITS - zoom}.mvt"


def points(zoom: int, **query: Any) -> list[Point]:
    answer = Client().get(address(zoom), query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPE
    return decode(answer.content).get("cases", [])


def test_the_same_cases_at_every_zoom(city: City) -> None:
    for step in range(3):
        receive(city, lon=LON + step * 0.00001)
    for zoom in range(19):
        found = points(zoom)
        assert sum(int(point.values["n"]) for point in found) == 3
        assert all("at" in point.values for point in found) is (zoom >= 14)


def test_far_cases_are_one_mark_and_near_they_are_two(city: City) -> None:
    receive(city)
    receive(city, lon=LON + 0.004)
    assert [point.values["n"] for point in points(9)] == [2]
    assert [point.values["n"] for point in points(14)] == [1, 1]


@pytest.mark.parametrize("zoom", [10, 15])
def test_filters_leave_out_the_rest(city: City, zoom: int) -> None:
    receive(city)
    receive(city, category_id=city.categories["road"].pk)
    old = receive(city, at=later(days=-40))
    lamp = city.categories["lamp"].pk

    def n(**query: Any) -> int:
        return sum(int(point.values["n"]) for point in points(zoom, **query))

    assert n() == 3
    assert n(category=lamp) == 2
    assert n(category=city.categories["city"].pk) == 3
    assert n(category=city.categories["housing"].pk) == 0
    assert n(category=999_999) == 0
    assert n(months=1) == 2
    assert n(months=3) == 3
    assert n(months=1, category=lamp) == 1
    assert n(stage="new") == 3
    assert n(stage="done") == 0
    assert n(category="'; --", stage="x", months="9" * 30) == 3
    assert old.received_at < later(days=-30)


def test_a_tile_that_did_not_change_is_not_sent_again(city: City) -> None:
    receive(city)
    client = Client()
    first = client.get(address(12))
    assert "max-age" in first["Cache-Control"]
    again = client.get(address(12), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert again.content == b""
    receive(city, confidential=True)  # nothing that the public map shows
    told = client.get(address(12), headers={"If-None-Match": first["ETag"]})
    assert told.status_code == 304
    receive(city)
    new = client.get(address(12), headers={"If-None-Match": first["ETag"]})
    assert new.status_code == 200
    assert new["ETag"] != first["ETag"]


@pytest.mark.parametrize("zoom", [8, 13, 14, 17])
def test_a_tile_takes_two_looks_and_an_unchanged_one_takes_one(
    city: City, zoom: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receive(city)
    with django_assert_num_queries(2):
        first = Client().get(address(zoom))
    with django_assert_num_queries(1):
        Client().get(address(zoom), headers={"If-None-Match": first["ETag"]})


@pytest.mark.parametrize("tile", ["3/8/0", "3/0/8", "19/0/0", "31/0/0", "99999999999999999999/0/0"])
def test_a_tile_that_there_is_not_is_not_found(city: City, tile: str) -> None:
    assert Client().get(f"/tiles/cases/{tile}.mvt").status_code == 404


def test_nothing_is_written_through_a_tile(city: City) -> None:
    assert Client().post(address(3)).status_code == 405
