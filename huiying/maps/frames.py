"""What a page tells its map: which tiles, where it begins, what a tap does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from huiying.directory import queries as directory
from huiying.maps.base import Bounds, base, bounds_of

NONE = "0/0/0.mvt"
AROUND = 0.01  # degrees, about a kilometre


@dataclass(frozen=True, slots=True)
class Frame:
    """``tiles`` is an address with {z}, {x} and {y}; ``at`` one for a place, ending in a slash.

    ``case`` is the address before a case's number where marks are single cases of a desk.

    ``pick`` lets a tap set the page's fields ``lon`` and ``lat``; ``point`` is a pin that stands.
    Of ``area`` (its code) the border is marked and only what lies in it is drawn. ``big`` maps
    are the page's matter, small ones stand beside it. ``wide``: marks are drawn however far away
    one looks; ``told`` says what they are.
    """

    bounds: Bounds
    tiles: str = ""
    at: str = ""
    case: str = ""
    area: str = ""
    point: tuple[float, float] | None = None
    pick: bool = False
    big: bool = False
    wide: bool = False
    told: str = ""

    @property
    def box(self) -> str:
        return ",".join(map(str, self.bounds))

    @property
    def pin(self) -> str:
        return ",".join(map(str, self.point)) if self.point else ""

    @property
    def basemap(self) -> bool:
        """Whether the operator gave an archive of tiles to draw on."""
        return settings.BASEMAP is not None


def whole_city(*, tiles: str = "", at: str = "", pick: bool = False, big: bool = False) -> Frame:
    """A map that begins with all the directory has borders of."""
    return Frame(base().bounds, tiles=tiles, at=at, pick=pick, big=big)


def of_area(area_id: int | None, *, tiles: str, at: str = "", big: bool = False) -> Frame | None:
    """A map of one area; None where the directory does not know its border."""
    bounds = bounds_of(area_id) if area_id else None
    if bounds is None or area_id is None:
        return None
    code = directory.area(area_id).code
    return Frame(bounds, tiles=tiles, at=at, area=code, big=big)


def around(point: tuple[float, float], *, tiles: str, at: str = "", case: str = "") -> Frame:
    """A map of a place and what lies near."""
    lon, lat = point
    bounds = (lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND)
    return Frame(bounds, tiles=tiles, at=at, case=case, point=point)


def over(points: Sequence[tuple[float, float]], *, tiles: str, case: str, told: str) -> Frame:
    """A map of some places, all of them in sight; there is at least one."""
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    edge = AROUND / 4
    bounds = (min(lons) - edge, min(lats) - edge, max(lons) + edge, max(lats) + edge)
    return Frame(bounds, tiles=tiles, case=case, wide=True, told=told)


def tiles_at(name: str, query: str = "", *before: object) -> str:
    """The address of the tiles that a URL name gives, with marks for what a map fills in; what
    stands ``before`` them in the address is given."""
    whole = reverse(name, args=(*before, 0, 0, 0)).removesuffix(NONE) + "{z}/{x}/{y}.mvt"
    return f"{whole}?{query}" if query else whole
