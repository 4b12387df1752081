"""Web Mercator: where a place lies on the square world that map tiles are cut from.

World coordinates are whole numbers from 0 to 2^30, x to the east, y to the south (EPSG:3857 as
tiled by all web maps); a step is under 4 cm. A tile or cell of level n is x >> (30 - n).
"""

from __future__ import annotations

from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import NamedTuple

BITS = 30
SIZE = 1 << BITS
LIMIT = 85.05112877980659  # the latitude where the square ends
EXTENT = 4096  # steps of a vector tile's own grid


class World(NamedTuple):
    x: int
    y: int


class TileBox(NamedTuple):
    """The world coordinates of a tile: from west and north on, before east and south."""

    west: int
    north: int
    east: int
    south: int


def to_world(lon: float, lat: float) -> World:
    """A place (WGS-84 degrees) on the square; latitudes beyond the square lie on its border."""
    lat = max(-LIMIT, min(LIMIT, lat))
    x = (lon + 180) / 360
    y = (1 - asinh(tan(radians(lat))) / pi) / 2
    return World(_inside(x), _inside(y))


def to_lonlat(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a place on the square."""
    return x / SIZE * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / SIZE))))


def tile_box(zoom: int, x: int, y: int) -> TileBox:
    """What a tile covers. Raises ValueError for a tile that there is not."""
    if not (0 <= zoom <= BITS and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        raise ValueError(f"no tile {zoom}/{x}/{y}")
    shift = BITS - zoom
    return TileBox(x << shift, y << shift, (x + 1) << shift, (y + 1) << shift)


def on_tile(x: float, y: float, box: TileBox) -> tuple[int, int]:
    """A place in the tile's own grid of EXTENT steps."""
    side = box.east - box.west
    return int((x - box.west) * EXTENT // side), int((y - box.north) * EXTENT // side)


def _inside(part: float) -> int:
    return min(SIZE - 1, max(0, int(part * SIZE)))
