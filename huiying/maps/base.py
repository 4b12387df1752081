"""What a map is drawn on: the directory's own areas, and how far they reach."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import shapely
from shapely.geometry import shape

from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind
from huiying.directory.queries import Border

DRAWN = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY)
TOLERANCE = {AreaKind.DISTRICT: 0.0004, AreaKind.STREET: 0.0002, AreaKind.COMMUNITY: 0.0001}
DIGITS = 0.00001  # of a degree, about a metre
COUNTRY = (73.5, 18.0, 135.1, 53.6)  # where nothing is known of the city's own borders
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Base:
    """Borders and names as GeoJSON (RFC 7946); ``bounds`` are west, south, east, north."""

    content: bytes
    etag: str
    bounds: Bounds


def base() -> Base:
    """The borders as they are drawn; a change of the directory is seen within a minute."""
    return _drawn(directory.borders())


def bounds_of(area_id: int) -> Bounds | None:
    """How far an area reaches; None where the directory has no border of it."""
    borders = [border for border in directory.borders() if border.id == area_id]
    return _bounds([shape(json.loads(border.polygon)) for border in borders])


@lru_cache(maxsize=1)
def _drawn(borders: tuple[Border, ...]) -> Base:
    features: list[dict[str, Any]] = []
    whole = []
    for border in borders:
        kind = AreaKind(border.kind)
        if kind not in DRAWN:
            continue
        polygon = shapely.make_valid(shape(json.loads(border.polygon)))
        whole.append(polygon)
        outline = shapely.set_precision(polygon.simplify(TOLERANCE[kind]), DIGITS)
        about = {"kind": kind.value, "name": border.name, "code": border.code}
        features.append(_feature(outline, about))
        # A name stands once, however many tiles the area is cut into.
        features.append(_feature(polygon.representative_point(), about))
    content = json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    digest = sha256(content).hexdigest()[:24]
    return Base(content, f'"{digest}"', _bounds(whole) or COUNTRY)


def _feature(geometry: Any, about: dict[str, str]) -> dict[str, Any]:
    drawn = json.loads(shapely.to_geojson(geometry))
    return {"type": "Feature", "properties": about, "geometry": drawn}


def _bounds(shapes: list[Any]) -> Bounds | None:
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return round(west, 5), round(south, 5), round(east, 5), round(north, 5)
