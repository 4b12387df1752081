"""The map beside its list, what it is drawn on, and what an operator may put below it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.config import env
from huiying.directory import queries as directory
from huiying.directory.models import Area
from huiying.journal.delivery import deliver_pending
from huiying.lib.geo import haversine
from huiying.maps.models import Pin
from tests.city import City, build, later

pytestmark = pytest.mark.django_db
LON, LAT = 116.42, 40.12


def square(west: float, south: float, side: float) -> str:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=9))
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    for name, border in (
        ("district", square(116.3, 40.0, 0.3)), ("quanhe", square(116.4, 40.1, 0.1)),
    ):  # fmt: skip
        Area.objects.filter(pk=made.areas[name].pk).update(polygon=border)
    directory.forget()
    return made


def receive(city: City, **more: Any) -> Case:
    case = city.receive(**{"lon": LON, "lat": LAT, **more})
    deliver_pending(later(hours=9))
    return case


def test_the_list_says_what_the_map_shows(city: City) -> None:
    case = receive(city)
    page = Client().get("/map/").content.decode()
    assert case.number in page
    assert 'data-bounds="116.3,40.0,116.6,40.3"' in page
    assert 'data-tiles="/tiles/cases/{z}/{x}/{y}.mvt"' in page
    assert '<hy-map hidden class="map big"' in page  # without a script only the list is there
    assert "刘洋" not in page


def test_filters_hold_for_the_map_and_for_the_list(city: City) -> None:
    case, lamp = receive(city), city.categories["lamp"].pk
    area = city.areas["quanhe"].pk
    given: dict[str, Any] = {"category": lamp, "stage": "new", "months": 3, "area": area}
    page = Client().get("/map/", given).content.decode()
    assert f"mvt?category={lamp}&amp;stage=new&amp;months=3" in page
    assert 'data-bounds="116.4,40.1,116.5,40.2"' in page
    assert case.number in page
    old = receive(city, at=later(days=-40))
    assert old.number not in Client().get("/map/", {"months": 1}).content.decode()
    assert old.number in Client().get("/map/", {"months": 3}).content.decode()
    assert case.number in Client().get("/map/", {"months": "'; --"}).content.decode()


def test_the_cases_of_a_place_can_be_read(city: City) -> None:
    case, hidden = receive(city), receive(city, confidential=True)
    pin = Pin.objects.get()
    for headers in ({}, {"X-Part": "list"}):
        page = Client().get(f"/map/at/{pin.x}/{pin.y}/", headers=headers).content.decode()
        assert f"/public/{case.number}/" in page
        assert hidden.number not in page
    assert "<html" not in page
    assert Client().get("/map/at/1/1/").status_code == 404
    assert Client().get("/map/at/99999999999999999999/1/").status_code == 404


def test_a_case_taken_back_is_gone_from_its_place_at_once(city: City) -> None:
    case = receive(city)
    pin = Pin.objects.get()
    Case.objects.filter(pk=case.pk).update(confidential=True)  # not yet told to the map
    answer = Client().get(f"/map/at/{pin.x}/{pin.y}/")
    assert case.number not in answer.content.decode()


def test_borders_and_one_name_each(city: City) -> None:
    answer = Client().get("/tiles/areas.json")
    drawn = json.loads(answer.content)
    kinds = [(f["geometry"]["type"], f["properties"]["name"]) for f in drawn["features"]]
    assert sorted(kinds) == [
        ("Point", "泉河街道"), ("Point", "青禾区"),
        ("Polygon", "泉河街道"), ("Polygon", "青禾区"),
    ]  # fmt: skip
    again = Client().get("/tiles/areas.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    Area.objects.filter(pk=city.areas["quanhe"].pk).update(name="泉水街道")
    directory.forget()
    new = Client().get("/tiles/areas.json", headers={"If-None-Match": answer["ETag"]})
    assert "泉水街道" in new.content.decode()
    packed = Client().get("/tiles/areas.json", headers={"Accept-Encoding": "gzip"})
    if packed.get("Content-Encoding") == "gzip":  # short answers are not worth it
        assert "泉水街道" in gzip.decompress(packed.content).decode()


def test_without_borders_the_map_begins_with_the_country(city: City) -> None:
    Area.objects.update(polygon="")
    directory.forget()
    assert 'data-bounds="73.5,18.0,135.1,53.6"' in Client().get("/map/").content.decode()
    assert json.loads(Client().get("/tiles/areas.json").content)["features"] == []
    assert "hy-map" not in Client().get(f"/area/{city.areas['quanhe'].code}/").content.decode()


def test_an_area_has_its_small_map(city: City) -> None:
    page = Client().get(f"/area/{city.areas['quanhe'].code}/").content.decode()
    assert 'data-bounds="116.4,40.1,116.5,40.2"' in page


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "city.pmtiles"
    file.write_bytes(b"PMTiles\x03" + bytes(range(200)))
    return file


def test_an_archive_is_served_in_the_parts_that_are_asked_for(
    archive: Path, settings: Any, city: City
) -> None:
    settings.BASEMAP = archive
    client = Client()
    assert 'data-base="/tiles/base.pmtiles"' in client.get("/map/").content.decode()
    part = client.get("/tiles/base.pmtiles", headers={"Range": "bytes=0-7"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == b"PMTiles\x03"  # type: ignore[attr-defined]
    assert part["Content-Range"] == "bytes 0-7/208"
    assert part["ETag"]
    beyond = client.get("/tiles/base.pmtiles", headers={"Range": "bytes=900-901"})
    assert beyond.status_code == 416
    archive.unlink()
    assert client.get("/tiles/base.pmtiles").status_code == 404


def test_without_an_archive_there_is_none(city: City) -> None:
    assert Client().get("/tiles/base.pmtiles").status_code == 404
    assert "data-base" not in Client().get("/map/").content.decode()


def test_a_wrong_archive_stops_the_start(tmp_path: Path, archive: Path) -> None:
    assert env.BASEMAP({"HUIYING_BASEMAP": str(archive)}) == archive
    assert env.BASEMAP({}) is None
    other = tmp_path / "map.mbtiles"
    other.write_bytes(b"SQLite format 3")
    for wrong in (other, tmp_path / "missing", tmp_path):
        with pytest.raises(env.BadSetting):
            env.BASEMAP({"HUIYING_BASEMAP": str(wrong)})


def test_a_map_page_takes_the_looks_of_its_list(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receive(city)
    Client().get("/map/")
    with django_assert_num_queries(7):
        Client().get("/map/")


def test_where_a_report_is_can_be_pinned_and_need_not(city: City) -> None:
    given = {
        "key": "0" * 32, "step": "what", "go": "next", "text": "路灯不亮", "kind": "complaint",
    }  # fmt: skip
    page = Client().post("/report/", given).content.decode()
    assert "data-pick" in page
    assert 'name="address"' in page
    near = Client().post("/report/", {**given, "step": "send", "go": "send", "passed": "yes",
                                      "lon": str(LON), "lat": str(LAT)})  # fmt: skip
    assert near.status_code == 302
    case = Case.objects.get()
    assert haversine(case.lon or 0, case.lat or 0, LON, LAT) < 1
    assert case.area_id is not None
