"""Areas: which street a point lies in, and borders in the right coordinate system."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.errors import Refused
from huiying.lib.geo import (
    AreaIndex,
    Box,
    Crs,
    NotAnArea,
    box_of,
    convert,
    convert_geometry,
    haversine,
    wgs84_to_gcj02,
)

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo"


def square(west: float, south: float, side: float) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


DISTRICT, STREET, COMMUNITY = square(116, 40, 1), square(116.2, 40.2, 0.3), square(116.3, 40.3, 0.1)


def features(name: str) -> list[dict[str, Any]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"real data {name!r} is not beside this checkout ({SHARED})")
    found: list[dict[str, Any]] = json.loads(path.read_text())["features"]
    return found


def test_a_point_lies_in_its_community_street_and_district_smallest_first() -> None:
    index = AreaIndex([("区", DISTRICT), ("社区", COMMUNITY), ("街道", STREET)])
    assert index.find(116.35, 40.35) == ["社区", "街道", "区"]
    assert index.find(116.25, 40.25) == ["街道", "区"]
    assert index.find(110, 30) == []
    assert len(index) == 3


def test_a_point_on_a_border_belongs_to_both_sides() -> None:
    index = AreaIndex([(1, square(116, 40, 0.5)), (2, square(116.5, 40, 0.5))])
    assert sorted(index.find(116.5, 40.2)) == [1, 2]


def test_areas_of_several_parts_with_holes_are_understood() -> None:
    outer, hole = DISTRICT["coordinates"][0], STREET["coordinates"][0]
    far = square(118, 40, 1)["coordinates"]
    index = AreaIndex([("区", {"type": "MultiPolygon", "coordinates": [[outer, hole], far]})])
    assert index.find(116.1, 40.1) == index.find(118.5, 40.5) == ["区"]
    assert index.find(116.3, 40.3) == []


def test_a_city_without_areas_finds_nothing() -> None:
    assert AreaIndex[int]([]).find(116, 40) == []


def test_a_border_that_crosses_itself_is_repaired() -> None:
    bow = [[116, 40], [117, 41], [117, 40], [116, 41], [116, 40]]
    index = AreaIndex([("蝴蝶", {"type": "Polygon", "coordinates": [bow]})])
    assert index.find(116.1, 40.5) == ["蝴蝶"]
    assert index.find(116.5, 40.9) == []


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Point", "coordinates": [116, 40]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[116, 40], [117, 41]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], [117, 41], [117, 40], ["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[116, 40], [117, 41], [118, 42], [116, 40]]]},
        {"type": "Polygon", "coordinates": 3},
    ],
)
def test_what_is_no_area_is_refused(geometry: dict[str, Any]) -> None:
    for use in (lambda: AreaIndex([(1, geometry)]), lambda: convert_geometry(geometry, Crs.GCJ02)):
        with pytest.raises(NotAnArea, match="不是可用的边界") as refused:
            use()
        assert isinstance(refused.value, Refused)
        assert "先经度" in refused.value.hint


def test_each_corner_of_a_border_is_converted_and_heights_are_dropped() -> None:
    corners = [[116.1, 40.1], [116.2, 40.1], [116.2, 40.2], [116.1, 40.1]]
    border = {"type": "Polygon", "coordinates": [[[*corner, 45.0] for corner in corners]]}
    moved = convert_geometry(border, Crs.WGS84, Crs.GCJ02)
    assert moved == {
        "type": "Polygon",
        "coordinates": [[list(wgs84_to_gcj02(*corner)) for corner in corners]],
    }


def test_the_box_of_an_area_touches_its_corners() -> None:
    assert box_of(DISTRICT) == Box(116, 40, 117, 41)


@given(st.floats(75, 130), st.floats(5, 50), st.sampled_from(Crs), st.sampled_from(Crs))
def test_a_border_there_and_back_is_the_same_border(
    lon: float, lat: float, source: Crs, target: Crs
) -> None:
    border = square(lon, lat, 0.2)
    again = convert_geometry(convert_geometry(border, source, target), target, source)
    for here, back in zip(border["coordinates"][0], again["coordinates"][0], strict=True):
        assert back == pytest.approx(here, abs=1e-7)


def test_beijings_districts_hold_their_own_centres_after_conversion() -> None:
    found = features("beijing_districts_gcj02.json")
    index = AreaIndex(
        [(f["properties"]["name"], convert_geometry(f["geometry"], Crs.GCJ02)) for f in found]
    )
    assert len(index) == 16
    assert index.find(116.3913, 39.9075) == ["东城区"]
    for feature in found:
        name, (lon, lat) = feature["properties"]["name"], feature["properties"]["center"]
        assert name in index.find(*convert(lon, lat, Crs.GCJ02))


def test_huairous_border_moves_by_half_a_kilometre() -> None:
    border = features("huairou_district_gcj02.json")[0]["geometry"]
    moved = convert_geometry(border, Crs.GCJ02)
    west, south, east, north = box_of(border)
    box = box_of(moved)
    assert 100 < haversine(west, south, box.west, box.south) < 1500
    assert 100 < haversine(east, north, box.east, box.north) < 1500


def test_finding_an_area_among_hundreds_takes_microseconds() -> None:
    areas = [(i, square(116 + i % 20 * 0.05, 40 + i // 20 * 0.05, 0.05)) for i in range(400)]
    index = AreaIndex(areas)
    begun = time.perf_counter()
    for _ in range(500):
        index.find(116.333, 40.333)
    assert (time.perf_counter() - begun) / 500 < 2e-3, "typically below 50 µs"
