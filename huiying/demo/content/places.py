"""The invented district 青禾区: areas with polygons, and the places where matters happen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import shapely
from shapely.geometry import Polygon

from huiying.demo.content import geometry
from huiying.demo.content.data import load, rows

PREFIX = "119916"  # six digits that GB/T 2260 assigns to nobody
SPOT_KINDS = ("road", "estate", "village", "school", "market", "square", "park", "shop", "stop")


@dataclass(frozen=True)
class Area:
    """An area; ``code`` has 6, 9, 12 or 15 digits (GB/T 2260, GB/T 10114, grids of GB/T 30428.1)."""

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
    """The whole district: 1 district, 16 towns and streets, their communities and some grids."""
    data = load("towns")
    names = Names(rng)
    outline = Polygon(data["outline"])
    towns = [(r[0], r[1], (float(r[2]), float(r[3])), int(r[4]), float(r[5])) for r in rows(data["towns"])]
    rough = geometry.cells([town[2] for town in towns], outline)
    seeds = [
        geometry.spread(rng, seat, radius, count, cell)
        for (_, _, seat, count, radius), cell in zip(towns, rough, strict=True)
    ]
    shapes = iter(geometry.cells([point for group in seeds for point in group], outline))
    streets, communities, grids = [], [], []
    for (digits, name, _, count, _), _group in zip(towns, seeds, strict=True):
        code = PREFIX + digits
        inner = _communities(code, [next(shapes) for _ in range(count)], names)
        border = geometry.rounded(shapely.union_all([area.shape for area in inner]))
        streets.append(Area(code, name, "street", PREFIX, border))
        communities += inner
        if name.endswith("街道"):
            for area in inner:
                grids += _grids(rng, area)
    whole = geometry.rounded(shapely.union_all([area.shape for area in streets]))
    district = Area(PREFIX, data["district"], "district", "", whole)
    places = [place for area in communities for place in _places(rng, area, streets, names)]
    return District((district, *streets, *communities, *grids), tuple(places))


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
        shapes = geometry.cells(points, community.shape)
    except ValueError:  # a cell cut in two by a bend of the border: leave this community whole
        shapes = [community.shape]
    return [
        Area(f"{community.code}{n:03}", f"{community.name}第{n}网格", "grid", community.code, shape)
        for n, shape in enumerate(shapes, 1)
    ]


def _places(rng: Random, area: Area, streets: list[Area], names: Names) -> list[Place]:
    """The places of one community: what stands there depends on town or village."""
    town = next(street.name for street in streets if street.code == area.parent)
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
