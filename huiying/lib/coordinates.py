"""Coordinates: three systems, distances, boxes, dirty input, privacy. All in (longitude, latitude).

Phones and Chinese maps give GCJ-02 (Amap, Tencent) or BD-09 (Baidu), which lie some hundred metres
from WGS-84; stored points are WGS-84. The state has not published GCJ-02; these are the formulas
everybody uses (coordtransform, eviltransform), and their inverses are found by iteration.
Polygons and the search for the areas that hold a point are in ``huiying.lib.geo``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, cos, degrees, hypot, isfinite, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8  # mean radius of WGS-84, IUGG
_KRASOVSKY_A_M = 6_378_245.0
_KRASOVSKY_EE = 0.00669342162296594323
_BD_X = 0.0065
_BD_Y = 0.006
_BD_WAVE = pi * 3000 / 180
_STILL_DEG = 1e-12
_MOST_ROUNDS = 30


class Crs(StrEnum):
    """A system of coordinates; CGCS2000 and WGS-84 agree within centimetres."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class Point(NamedTuple):
    """Longitude and latitude in degrees."""

    lon: float
    lat: float


class Box(NamedTuple):
    """A rectangle of degrees, borders included; it does not cross the date line."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    @classmethod
    def around(cls, lon: float, lat: float, metres: float) -> Box:
        """The box that holds every point within ``metres``; near a pole all longitudes."""
        reach = degrees(metres / EARTH_RADIUS_M)
        south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
        if lat + reach >= 90 or lat - reach <= -90:
            return cls(-180.0, south, 180.0, north)
        # The widest parallel a circle touches lies a little nearer the pole than its centre.
        wide = degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(lat)))))
        return cls(lon - wide, south, lon + wide, north)


CHINA = Box(72.004, 0.8293, 137.8347, 55.8271)


def outside_china(lon: float, lat: float) -> bool:
    """Whether a point lies outside the rectangle in which GCJ-02 differs from WGS-84.

    The rectangle is the published formula's, far larger than the country: not a border.
    """
    return not CHINA.holds(lon, lat)


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    return Point(lon, lat) if outside_china(lon, lat) else _into_gcj02(lon, lat)


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    found = _inverse(_into_gcj02, lon, lat)
    return Point(lon, lat) if outside_china(*found) else found


def gcj02_to_bd09(lon: float, lat: float) -> Point:
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _BD_WAVE)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BD_WAVE)
    return Point(radius * cos(angle) + _BD_X, radius * sin(angle) + _BD_Y)


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    return _inverse(gcj02_to_bd09, lon, lat)


_TO_WGS84: dict[Crs, Callable[[float, float], Point]] = {
    Crs.WGS84: Point,
    Crs.GCJ02: gcj02_to_wgs84,
    Crs.BD09: lambda lon, lat: gcj02_to_wgs84(*bd09_to_gcj02(lon, lat)),
}
_FROM_WGS84: dict[Crs, Callable[[float, float], Point]] = {
    Crs.WGS84: Point,
    Crs.GCJ02: wgs84_to_gcj02,
    Crs.BD09: lambda lon, lat: gcj02_to_bd09(*wgs84_to_gcj02(lon, lat)),
}


def convert(lon: float, lat: float, source: Crs, target: Crs = Crs.WGS84) -> Point:
    """A point of one system in another; back and forth it returns within 1e-7 degrees (1 cm)."""
    if source == target:
        return Point(lon, lat)
    return _FROM_WGS84[target](*_TO_WGS84[source](lon, lat))


def haversine(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Metres between two WGS-84 points over a spherical earth (within 0.6 %)."""
    south, north = radians(lat1), radians(lat2)
    half_lat, half_lon = (north - south) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(south) * cos(north) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


class Dirt(StrEnum):
    """What is wrong with a coordinate."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    ZERO = "zero"
    OUT_OF_RANGE = "out_of_range"
    WHOLE_DEGREES = "whole_degrees"
    SWAPPED = "swapped"
    FAR_AWAY = "far_away"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A point that may be used, or None, and what was wrong; swapped points come back righted."""

    point: Point | None
    dirt: Dirt | None = None


def clean_coordinate(
    lon: float | str | None, lat: float | str | None, home: Box | None = None
) -> Cleaned:
    """A coordinate as it came from a file or form, judged.

    ``home`` is where points are expected (the city). With it, points elsewhere are ``FAR_AWAY``
    and swapped ones are found by landing at home; without it only by an impossible latitude or by
    landing in China instead of abroad.
    """
    if _empty(lon) or _empty(lat):
        return Cleaned(None, Dirt.MISSING)
    x, y = _number(lon), _number(lat)
    if x is None or y is None:
        return Cleaned(None, Dirt.NOT_A_NUMBER)
    return _judged(x, y, home)


def _judged(lon: float, lat: float, home: Box | None) -> Cleaned:
    expected = home or CHINA
    if abs(lon) < 1e-6 and abs(lat) < 1e-6:
        return Cleaned(None, Dirt.ZERO)
    if lon == int(lon) and lat == int(lat):
        return Cleaned(None, Dirt.WHOLE_DEGREES if _on_earth(lon, lat) else Dirt.OUT_OF_RANGE)
    impossible = home is None and not _on_earth(lon, lat) and _on_earth(lat, lon)
    if not expected.holds(lon, lat) and (impossible or expected.holds(lat, lon)):
        return Cleaned(Point(lat, lon), Dirt.SWAPPED)
    if not _on_earth(lon, lat):
        return Cleaned(None, Dirt.OUT_OF_RANGE)
    if home and not home.holds(lon, lat):
        return Cleaned(None, Dirt.FAR_AWAY)
    return Cleaned(Point(lon, lat))


def round_for_privacy(lon: float, lat: float, metres: float = 200) -> Point:
    """The middle of the grid cell about ``metres`` wide that a point lies in.

    All points of a cell give the same answer, so repeated publishing reveals nothing more.
    """
    if metres <= 0:
        raise ValueError(f"metres must be above 0, got {metres}")
    high = degrees(metres / EARTH_RADIUS_M)
    middle_lat = _middle(lat, high)
    # The width follows from the row of cells, not from the point, or neighbours would differ.
    wide = high / max(0.01, cos(radians(middle_lat)))
    return Point(round(_middle(lon, wide), 6), round(middle_lat, 6))


def _middle(value: float, step: float) -> float:
    return (value // step + 0.5) * step


def _on_earth(lon: float, lat: float) -> bool:
    return abs(lon) <= 180 and abs(lat) <= 90


def _empty(value: float | str | None) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(value: float | str | None) -> float | None:
    try:
        number = float(value or 0)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _inverse(forward: Callable[[float, float], Point], lon: float, lat: float) -> Point:
    """The point that ``forward`` moves here: it moves neighbours alike, so errors shrink fast."""
    x, y = lon, lat
    for _ in range(_MOST_ROUNDS):
        there = forward(x, y)
        off_x, off_y = there.lon - lon, there.lat - lat
        x, y = x - off_x, y - off_y
        if abs(off_x) < _STILL_DEG and abs(off_y) < _STILL_DEG:
            break
    return Point(x, y)


def _into_gcj02(lon: float, lat: float) -> Point:
    x, y = lon - 105.0, lat - 35.0
    ripple = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    phi = radians(lat)
    magic = 1 - _KRASOVSKY_EE * sin(phi) ** 2
    meridian = _KRASOVSKY_A_M * (1 - _KRASOVSKY_EE) / (magic * sqrt(magic))
    parallel = _KRASOVSKY_A_M / sqrt(magic) * cos(phi)
    return Point(lon + degrees(east / parallel), lat + degrees(north / meridian))
