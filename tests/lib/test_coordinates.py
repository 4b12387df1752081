"""Coordinates: published pairs of the three systems, exact ways back, and dirty input."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiying.lib.coordinates import (
    CHINA,
    Box,
    Cleaned,
    Crs,
    Dirt,
    Point,
    bd09_to_gcj02,
    clean_coordinate,
    convert,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    haversine,
    outside_china,
    round_for_privacy,
    wgs84_to_gcj02,
)

CITY = Box(116.0, 39.5, 117.5, 41.2)
WORLD = Box(-180, -90, 180, 90)
inside = st.builds(Point, st.floats(73, 136), st.floats(2, 55))
anywhere = st.builds(Point, st.floats(-180, 180), st.floats(-89, 89))


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # The published test pairs of eviltransform: Shanghai, Shenzhen, Beijing.
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_meets_the_published_pairs(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-6)
    assert gcj02_to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-6)


@pytest.mark.parametrize(
    ("gcj02", "bd09"),
    [
        # The pair in coordtransform's README: Tiananmen.
        ((116.404, 39.915), (116.41036949371029, 39.92133699351022)),
    ],
)
def test_bd09_meets_the_published_pair(
    gcj02: tuple[float, float], bd09: tuple[float, float]
) -> None:
    assert gcj02_to_bd09(*gcj02) == pytest.approx(bd09, abs=1e-9)
    assert bd09_to_gcj02(*bd09) == pytest.approx(gcj02, abs=1e-9)


@given(inside, st.sampled_from(Crs), st.sampled_from(Crs))
def test_every_way_there_and_back_returns_within_a_centimetre(
    point: Point, source: Crs, target: Crs
) -> None:
    there = convert(*point, source, target)
    assert convert(*there, target, source) == pytest.approx(point, abs=1e-7)


@given(inside)
def test_the_offset_in_china_is_some_hundred_metres(point: Point) -> None:
    assert 1 < haversine(*point, *wgs84_to_gcj02(*point)) < 2500


@given(anywhere)
def test_abroad_nothing_is_moved(point: Point) -> None:
    assume(outside_china(*point) and not Box(71, 0, 139, 57).holds(*point))
    assert wgs84_to_gcj02(*point) == gcj02_to_wgs84(*point) == point


def test_beijing_to_shanghai_is_about_a_thousand_kilometres() -> None:
    assert haversine(116.3913, 39.9075, 121.4737, 31.2304) == pytest.approx(1_067_000, rel=0.002)


@given(anywhere, anywhere)
def test_distance_is_the_same_both_ways_and_at_most_half_the_earth(one: Point, two: Point) -> None:
    there = haversine(*one, *two)
    assert there == pytest.approx(haversine(*two, *one), abs=1e-6)
    assert 0 <= there < 20_015_200
    assert haversine(*one, *one) == 0


@given(inside, st.floats(1, 20_000), st.floats(-1.2, 1.2), st.floats(-1.2, 1.2))
def test_a_box_around_a_point_holds_all_that_is_near(
    point: Point, metres: float, east: float, north: float
) -> None:
    box = Box.around(*point, metres)
    other = Point(
        point.lon + east * (box.east - point.lon), point.lat + north * (box.north - point.lat)
    )
    if haversine(*point, *other) <= metres * 0.999999:
        assert box.holds(*other)
    assert haversine(*point, point.lon, box.north) == pytest.approx(metres, rel=1e-6)


def test_a_box_at_the_pole_holds_all_longitudes() -> None:
    assert Box.around(10, 89.9999, 1000)[::2] == (-180, 180)


@pytest.mark.parametrize(
    ("lon", "lat", "home", "expected"),
    [
        (116.63, 40.32, None, Cleaned(Point(116.63, 40.32))),
        (" 116.63 ", "40.32", CITY, Cleaned(Point(116.63, 40.32))),
        (0, 0, None, Cleaned(None, Dirt.ZERO)),
        ("0.0", "0", CITY, Cleaned(None, Dirt.ZERO)),
        (None, 40.32, None, Cleaned(None, Dirt.MISSING)),
        (116.63, "  ", None, Cleaned(None, Dirt.MISSING)),
        ("东经116", "40.32", None, Cleaned(None, Dirt.NOT_A_NUMBER)),
        (float("nan"), 40.32, None, Cleaned(None, Dirt.NOT_A_NUMBER)),
        ("inf", 40.32, None, Cleaned(None, Dirt.NOT_A_NUMBER)),
        (-77, 39, None, Cleaned(None, Dirt.WHOLE_DEGREES)),
        (116, 40, CITY, Cleaned(None, Dirt.WHOLE_DEGREES)),
        (1166, 403, None, Cleaned(None, Dirt.OUT_OF_RANGE)),
        (466312.5, 4463120.4, None, Cleaned(None, Dirt.OUT_OF_RANGE)),
        (40.32, 116.63, None, Cleaned(Point(116.63, 40.32), Dirt.SWAPPED)),
        (40.32, 116.63, CITY, Cleaned(Point(116.63, 40.32), Dirt.SWAPPED)),
        (30.57, 84.06, None, Cleaned(Point(84.06, 30.57), Dirt.SWAPPED)),
        (39.29, -76.61, Box(-77, 39, -76, 40), Cleaned(Point(-76.61, 39.29), Dirt.SWAPPED)),
        (121.47, 31.23, CITY, Cleaned(None, Dirt.FAR_AWAY)),
        (-76.61, 39.29, None, Cleaned(Point(-76.61, 39.29))),
    ],
)
def test_dirty_coordinates_are_told_apart(
    lon: float | str | None, lat: float | str | None, home: Box | None, expected: Cleaned
) -> None:
    assert clean_coordinate(lon, lat, home) == expected


numbers = st.none() | st.floats() | st.text() | st.floats().map(str)


@given(numbers, numbers, st.sampled_from([None, CITY, CHINA]))
def test_whatever_comes_in_a_usable_point_lies_on_earth_and_at_home(
    lon: float | str | None, lat: float | str | None, home: Box | None
) -> None:
    cleaned = clean_coordinate(lon, lat, home)
    assert cleaned.point or cleaned.dirt
    if cleaned.point:
        assert (home or WORLD).holds(*cleaned.point)


@given(inside, st.sampled_from([50.0, 200.0, 1000.0]))
def test_published_points_hide_the_door_but_stay_in_the_street(point: Point, metres: float) -> None:
    shown = round_for_privacy(*point, metres)
    assert haversine(*point, *shown) <= metres * 0.72
    assert round_for_privacy(*shown, metres) == shown


def test_neighbours_of_one_cell_cannot_be_told_apart() -> None:
    home = round_for_privacy(116.6339, 40.3213)
    around = {
        round_for_privacy(home.lon + dx * 1e-4, home.lat + dy * 1e-4)
        for dx in range(-7, 8)
        for dy in range(-7, 8)
    }
    assert around == {home}


def test_hiding_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="metres must be above 0"):
        round_for_privacy(116.6, 40.3, 0)
