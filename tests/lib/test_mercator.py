"""The square world of map tiles: known tiles, exact ways back, nothing outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.coordinates import haversine
from huiying.lib.mercator import EXTENT, LIMIT, SIZE, on_tile, tile_box, to_lonlat, to_world

lons, lats = st.floats(-180, 179.9999999), st.floats(-85, 85)


@pytest.mark.parametrize(
    ("lon", "lat", "zoom", "tile"),
    [
        (116.3913, 39.9075, 12, (3372, 1552)),  # Tian'anmen, as every tile server numbers it
        (0.0, 0.0, 1, (1, 1)),
        (-180.0, LIMIT, 5, (0, 0)),
    ],
)
def test_places_lie_in_the_tiles_that_everybody_knows(
    lon: float, lat: float, zoom: int, tile: tuple[int, int]
) -> None:
    x, y = to_world(lon, lat)
    assert (x >> (30 - zoom), y >> (30 - zoom)) == tile


@given(lons, lats)
def test_a_place_comes_back_within_a_hand(lon: float, lat: float) -> None:
    assert haversine(lon, lat, *to_lonlat(*to_world(lon, lat))) < 0.1


@given(lons, lats, st.integers(0, 18))
def test_every_place_lies_in_one_tile_and_on_its_grid(lon: float, lat: float, zoom: int) -> None:
    x, y = to_world(lon, lat)
    box = tile_box(zoom, x >> (30 - zoom), y >> (30 - zoom))
    assert box.west <= x < box.east
    assert box.north <= y < box.south
    assert all(0 <= step < EXTENT for step in on_tile(x, y, box))


@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_nothing_lies_outside_the_square(lon: float, lat: float) -> None:
    assert all(0 <= part < SIZE for part in to_world(lon, lat))


@pytest.mark.parametrize("tile", [(-1, 0, 0), (31, 0, 0), (2, 4, 0), (2, 0, 4), (2, -1, 0)])
def test_a_tile_that_there_is_not_is_refused(tile: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no tile"):
        tile_box(*tile)
