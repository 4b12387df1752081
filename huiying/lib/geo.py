"""Polygons of areas: from one coordinate system into another, and which areas hold a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

import shapely
from shapely.geometry import shape

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
from huiying.lib.errors import Refused

__all__ = [
    "CHINA",
    "AreaIndex",
    "Box",
    "Cleaned",
    "Crs",
    "Dirt",
    "Geometry",
    "NotAnArea",
    "Point",
    "bd09_to_gcj02",
    "box_of",
    "clean_coordinate",
    "convert",
    "convert_geometry",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "haversine",
    "outside_china",
    "round_for_privacy",
    "wgs84_to_gcj02",
]

K = TypeVar("K")
Geometry = Mapping[str, Any]  # a GeoJSON Polygon or MultiPolygon (RFC 7946), lon before lat


class NotAnArea(Refused):
    """The geometry is no polygon that could hold a point."""

    code = "not_an_area"
    message = "“%(kind)s”不是可用的边界：%(detail)s"
    hint = "请提供 GeoJSON 格式的 Polygon 或 MultiPolygon，坐标为先经度、后纬度。"


def convert_geometry(geometry: Geometry, source: Crs, target: Crs = Crs.WGS84) -> dict[str, Any]:
    """A GeoJSON Polygon or MultiPolygon with every corner converted; heights are dropped.

    Raises ``NotAnArea``.
    """
    _polygon(geometry)
    return {
        "type": geometry["type"],
        "coordinates": _converted(geometry["coordinates"], source, target),
    }


def box_of(geometry: Geometry) -> Box:
    """The smallest box around a polygon."""
    return Box(*_polygon(geometry).bounds)


class AreaIndex(Generic[K]):
    """Finds the areas that hold a point, among thousands in microseconds.

    ``areas`` are pairs of an id and a GeoJSON polygon, all in one coordinate system. Borders
    belong to the areas on both sides. Self-crossing polygons are repaired.
    """

    def __init__(self, areas: Iterable[tuple[K, Geometry]]) -> None:
        shapes = [(ident, _polygon(geometry)) for ident, geometry in areas]
        # Sorted once by size, so that answers only need their positions sorted.
        shapes.sort(key=lambda pair: pair[1].area)
        self._idents = [ident for ident, _ in shapes]
        self._tree = shapely.STRtree([polygon for _, polygon in shapes])

    def __len__(self) -> int:
        return len(self._idents)

    def find(self, lon: float, lat: float) -> list[K]:
        """The ids of the areas that hold the point, smallest first."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return [self._idents[position] for position in sorted(found.tolist())]


def _polygon(geometry: Geometry) -> Any:
    kind = str(geometry.get("type", ""))
    if kind not in ("Polygon", "MultiPolygon"):
        raise NotAnArea(kind=kind or "?", detail="类型不符")
    try:
        polygon = shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError) as error:
        raise NotAnArea(kind=kind, detail=str(error)) from error
    if not polygon.is_valid:
        polygon = shapely.make_valid(polygon)
    if not polygon.area > 0:
        raise NotAnArea(kind=kind, detail="面积为零")
    return polygon


def _converted(nested: Any, source: Crs, target: Crs) -> Any:
    if isinstance(nested[0], int | float):
        return list(convert(nested[0], nested[1], source, target))
    return [_converted(inner, source, target) for inner in nested]
