"""走访路线: the cases of a tab in the order in which one walks to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases import queries as cases
from huiying.console.desks import unit
from huiying.console.desks.desk import Line, address, line, seat
from huiying.console.shell import Console, console
from huiying.dispatch import inbox
from huiying.dispatch.inbox import Item
from huiying.lib.coordinates import Point, haversine
from huiying.lib.route import route

MOST = 40  # places of a walk: a day's work and more
WIDE, EDGE = 1000.0, 40.0  # of the sketch
LOW, HIGH = 200.0, 640.0  # its height, for walks along a line as well
BARS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)  # metres


@dataclass(frozen=True, slots=True)
class Stop:
    """One place to go to. ``leg``: metres from the one before, None at the first."""

    number: int
    line: Line
    item: Item
    place: Point
    leg: int | None

    @property
    def geo(self) -> str:
        """What a phone opens in its map (RFC 5870)."""
        return f"geo:{self.place.lat:.6f},{self.place.lon:.6f}"


@dataclass(frozen=True, slots=True)
class Sketch:
    """The walk as a drawing: the line, the numbered dots, a bar of so many metres."""

    height: int
    line: str
    dots: Sequence[tuple[float, float, int]]
    bar: int
    bar_metres: int


@dataclass(frozen=True, slots=True)
class WalkPage:
    tab: str
    tab_label: str
    stops: Sequence[Stop]
    nowhere: Sequence[Line]
    metres: int
    sketch: Sketch | None
    from_here: bool
    more: bool
    back: str


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """``?lat=…&lon=…``: where one stands; without, the walk begins at the most urgent place."""
    seat(desk, _(unit.NAME), inbox.ROLES)
    wanted = unit.wanted_of(desk)
    found = inbox.read(desk.actor, wanted, desk.at, size=MOST)
    places = cases.places_of([item.row.id for item in found.items])
    placed = [item for item in found.items if item.row.id in places]
    start = _standing(desk.request.GET.get("lat", ""), desk.request.GET.get("lon", ""))
    stops = _stops(desk, placed, places, start)
    context = WalkPage(
        tab=wanted.tab,
        tab_label=_(unit.LABELS[wanted.tab]),
        stops=stops,
        nowhere=[line(desk, item.row) for item in found.items if item.row.id not in places],
        metres=sum(stop.leg or 0 for stop in stops),
        sketch=_sketch([stop.place for stop in stops], start),
        from_here=start is not None,
        more=bool(found.next),
        back=address("unit", tab=wanted.tab, unit=wanted.unit, person=wanted.person),
    )
    return desk.page("console/desks/walk.html", {"page": context}, current="unit")


def _stops(
    desk: Console, placed: Sequence[Item], places: dict[int, Point], start: Point | None
) -> list[Stop]:
    order = route([places[item.row.id] for item in placed], start)
    return [
        Stop(
            number,
            line(desk, placed[at].row),
            placed[at],
            places[placed[at].row.id],
            None if number == 1 and start is None else round(leg),
        )
        for number, (at, leg) in enumerate(order, start=1)
    ]


def _standing(lat: str, lon: str) -> Point | None:
    """Where the phone says one stands; nonsense counts as nothing said."""
    try:
        point = Point(float(lon), float(lat))
    except ValueError:
        return None
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None


def _sketch(places: Sequence[Point], start: Point | None) -> Sketch | None:
    """Flat, north above; a few kilometres need no more."""
    points = [*([start] if start else []), *places]
    if len(points) < 2:
        return None
    west, south = min(p.lon for p in points), min(p.lat for p in points)
    east, north = max(p.lon for p in points), max(p.lat for p in points)
    narrow = cos(radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-5), max(north - south, 1e-5)
    scale = min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)
    height = max(high * scale + 2 * EDGE, LOW)
    left, top = (WIDE - wide * scale) / 2, (height - high * scale) / 2
    drawn = [
        (round(left + (p.lon - west) * narrow * scale, 1), round(top + (north - p.lat) * scale, 1))
        for p in points
    ]
    per_unit = haversine(west, south, west, south + 1) / scale  # metres of one unit of the drawing
    metres = max((bar for bar in BARS if bar / per_unit <= WIDE / 4), default=BARS[0])
    first = 0 if start else 1
    return Sketch(
        height=round(height),
        line=" ".join(f"{x},{y}" for x, y in drawn),
        dots=[(x, y, number) for number, (x, y) in enumerate(drawn, start=first)],
        bar=round(metres / per_unit),
        bar_metres=metres,
    )
