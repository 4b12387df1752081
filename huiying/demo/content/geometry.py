"""Polygons of the invented district: nested Voronoi cells, in WGS-84 degrees."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from random import Random

import shapely
from shapely.geometry import MultiPoint, Point, Polygon, mapping

Pair = tuple[float, float]
DIGITS = 6  # about a decimetre; shared corners round alike, so borders still meet
FINE_DIGITS = 9  # for cells whose corners lie on an edge of their parent


def cells(points: Sequence[Pair], outline: Polygon, digits: int = DIGITS) -> list[Polygon]:
    """The Voronoi cell of each point inside the outline, in the order of the points."""
    if len(points) == 1:
        return [outline]
    found = shapely.voronoi_polygons(MultiPoint(points), extend_to=outline, ordered=True)
    return [rounded(cell.intersection(outline), digits) for cell in found.geoms]


def rounded(shape: shapely.Geometry, digits: int = DIGITS) -> Polygon:
    """The shape with rounded corners; raises ValueError when it falls into several parts."""
    result = shapely.transform(shape, lambda xy: xy.round(digits))
    if not isinstance(result, Polygon) or not result.is_valid:
        raise ValueError("小区边界不连续：请调整种子点。")
    return result


def spread(rng: Random, seat: Pair, radius: float, count: int, region: Polygon) -> list[Pair]:
    """Points about a seat, kept apart from each other and inside the region; the seat is first."""
    chosen = [seat]
    gap = radius * 1.1 / math.sqrt(count)
    while len(chosen) < count:
        point = (
            round(seat[0] + rng.uniform(-1.3, 1.3) * radius, 5),
            round(seat[1] + rng.uniform(-1, 1) * radius, 5),
        )
        gap *= 0.995
        far = all(math.dist(point, other) > gap for other in chosen)
        if far and region.contains(Point(point)):
            chosen.append(point)
    return chosen


def point_in(rng: Random, shape: Polygon) -> Pair:
    """A point inside the shape, drawn evenly."""
    west, south, east, north = shape.bounds
    while True:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shape.contains(Point(lon, lat)):
            return round(lon, 6), round(lat, 6)


def geojson(shape: shapely.Geometry) -> str:
    """The GeoJSON geometry (RFC 7946: WGS-84, longitude first) as text."""
    return json.dumps(mapping(shape), separators=(",", ":"))
