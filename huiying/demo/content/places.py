"""The invented district 青禾区: areas with polygons, and the places where matters happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from random import Random

import shapely
from shapely.geometry import Polygon

from huiying.demo.content import geometry
from huiying.demo.content.tables import load, rows

TRIES = 20
PREFIX = "119916"  # six digits that GB/T 2260 assigns to nobody
SPOT_KINDS = ("road", "estate", "village", "school", "market", "square", "park", "shop", "stop")


@dataclass(frozen=True)
class Area:
    """An area; ``code`` has 6, 9, 12 or 15 digits (GB/T 2260, GB/T 10114, GB/T 30428.1)."""

    code: str
    name: str
    kind: str  # district, street, community or grid, as directory.AreaKind
    parent: str
    shape: Polygon

    @property
    def polygon(self) -> str:
        """The border as GeoJSON geometry in WGS-84."""
        return geometry.geojson(self.shape)


@dataclass(frozen=True)
class Place:
    """A named place; ``area_code`` is its community, ``lon`` and ``lat`` are WGS-84 degrees."""

    kind: str
    name: str
    area_code: str
    lon: float
    lat: float

    @property
    def street_code(self) -> str:
        return self.area_code[:9]


@dataclass(frozen=True)
class District:
    areas: tuple[Area, ...]
    places: tuple[Place, ...]

    @cached_property
    def by_code(self) -> dict[str, Area]:
        return {area.code: area for area in self.areas}

    def of_kind(self, kind: str) -> list[Area]:
        return [area for area in self.areas if area.kind == kind]

    def places_of(self, kinds: Sequence[str], town: str = "") -> list[Place]:
        """Places of some kinds, in the whole district or in one town (9 digits)."""
        return [
            place
            for place in self.places
            if place.kind in kinds and place.area_code.startswith(town)
        ]

    def address(self, place: Place, spot: str = "") -> str:
        """The address as people write it: district, town, community, place and spot."""
        community = self.by_code[place.area_code]
        town = self.by_code[place.street_code]
        inner = "" if place.name == community.name else place.name
        return f"{load('towns')['district']}{town.name}{community.name}{inner}{spot}"


class Names:
    """Draws invented names, never the same one twice."""

    def __init__(self, rng: Random) -> None:
        self._decks: dict[str, list[str]] = {}
        self._rng = rng

    def draw(self, kind: str) -> str:
        if kind not in self._decks:
            data = load("towns")
            first, last = data[f"{kind}_first"].split(), data[f"{kind}_last"].split()
            deck = [head + tail for head in first for tail in last]
            self._rng.shuffle(deck)
            self._decks[kind] = deck
        return self._decks[kind].pop()


def build_district(rng: Random) -> District:
    """The whole district: 1 district, 16 towns and streets, their communities and some grids.

    Draws again when a bend of the outline cuts a cell in two; ValueError after ``TRIES``.
    """
    for _ in range(TRIES - 1):
        with suppress(ValueError):
            return _draw(rng)
    return _draw(rng)


def _draw(rng: Random) -> District:
    data = load("towns")
    names = Names(rng)
    streets: list[Area] = []
    inner: list[Area] = []
    for code, name, shapes in _towns(rng, Polygon(data["outline"])):
        communities = _communities(code, shapes, names)
        border = geometry.rounded(shapely.union_all(shapes))
        streets.append(Area(code, name, "street", PREFIX, border))
        inner += communities
    whole = geometry.rounded(shapely.union_all([area.shape for area in streets]))
    district = Area(PREFIX, data["district"], "district", "", whole)
    grids = [grid for area in inner if area.code[6:] < "100" for grid in _grids(rng, area)]
    town_names = {street.code: street.name for street in streets}
    places = [
        place for area in inner for place in _places(rng, area, town_names[area.parent], names)
    ]
    return District((district, *streets, *inner, *grids), tuple(places))


def _towns(rng: Random, outline: Polygon) -> Iterator[tuple[str, str, list[Polygon]]]:
    """Code, name and the cells of the communities of each town.

    The cells of all communities are drawn at once, so that borders of towns bend with them.
    """
    table = rows(load("towns")["towns"])
    seats = [(float(row[2]), float(row[3])) for row in table]
    seeds = [
        geometry.spread(rng, seat, float(row[5]), int(row[4]), region)
        for row, seat, region in zip(table, seats, geometry.cells(seats, outline), strict=True)
    ]
    shapes = iter(geometry.cells([point for group in seeds for point in group], outline))
    for (digits, name, *_), group in zip(table, seeds, strict=True):
        yield PREFIX + digits, name, [next(shapes) for _ in group]


def _communities(street: str, shapes: list[Polygon], names: Names) -> list[Area]:
    """Communities (001 and on) in streets; one or two and then villages (200 and on) in towns."""
    urban = len(shapes) if street[6:] < "100" else 2 if street[6:] < "200" else 1
    result = []
    for place, shape in enumerate(shapes):
        if place < urban:
            code, name = f"{street}{place + 1:03}", names.draw("community") + "社区"
        else:
            code, name = f"{street}{200 + place - urban:03}", names.draw("village") + "村"
        result.append(Area(code, name, "community", street, shape))
    return result


def _grids(rng: Random, community: Area) -> list[Area]:
    """Two to four grids, numbered west to east, then north to south (DB11 grid code)."""
    points = [geometry.point_in(rng, community.shape) for _ in range(rng.randint(2, 4))]
    points.sort(key=lambda point: (point[0], -point[1]))
    try:
        shapes = geometry.cells(points, community.shape, geometry.FINE_DIGITS)
    except ValueError:  # a cell cut in two by a bend of the border: leave this community whole
        shapes = [community.shape]
    return [
        Area(f"{community.code}{n:03}", f"{community.name}第{n}网格", "grid", community.code, shape)
        for n, shape in enumerate(shapes, 1)
    ]


def _places(rng: Random, area: Area, town: str, names: Names) -> list[Place]:
    """The places of one community: what stands there depends on town or village."""
    stem = town.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    short = area.name.removesuffix("社区").removesuffix("村")
    village = area.name.endswith("村")
    wanted = [("village", area.name), ("road", f"{short}街")] if village else []
    if not village:
        wanted += [("estate", names.draw("estate")) for _ in range(2)]
        wanted += [("road", names.draw("road")), ("shop", names.draw("shop"))]
        wanted.append(("stop", f"{short}公交站"))
    if area.code[9:] == "001":
        wanted += [("school", f"{stem}中心小学"), ("market", f"{stem}便民市场")]
        wanted += [("square", f"{stem}文化广场"), ("park", f"{stem}公园")]
    if area.code[9:] in ("002", "200"):
        wanted += [("school", f"青禾区{stem}中学"), ("market", f"{short}集市")]
        wanted += [("square", f"{short}小广场"), ("park", f"{short}口袋公园")]
    return [
        Place(kind, name, area.code, *geometry.point_in(rng, area.shape)) for kind, name in wanted
    ]
