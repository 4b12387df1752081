"""All reads of the map: the marks of a tile, where a tile stands, which cases lie at a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from huiying.directory import queries as directory
from huiying.lib import mvt
from huiying.lib.mercator import BITS, TileBox, on_tile, tile_box
from huiying.lib.periods import Month
from huiying.maps.models import Cell, Edition, Pin
from huiying.maps.projection import FINER, LEVELS, STAGES, TILE_ZOOM, month_key

MOST_ZOOM = 18
FORMAT = 1  # of what a tile holds: a browser must not keep an older one
MONTHS = (1, 3, 12)  # the periods one can choose: this month, this and the two before it, …
CASES_AT = 100  # at one place; a page tells the newest of them


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a tile; empty ones filter nothing. ``months``: so many, the present one last."""

    category: int | None = None
    stage: str = ""
    months: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn at one place (world coordinates): how many cases of each stage."""

    x: float
    y: float
    new: int
    going: int
    done: int

    @property
    def n(self) -> int:
        return self.new + self.going + self.done


def edition() -> str:
    """Changes when anything on the public map does: what a tile's ETag is made of."""
    number = Edition.objects.values_list("number", flat=True).first() or 0
    return f"{FORMAT}.{number}"


def tile(zoom: int, x: int, y: int, wanted: Wanted, at: datetime) -> bytes:
    """A vector tile of the public cases. Raises ValueError for a tile that there is not."""
    if zoom > MOST_ZOOM:
        raise ValueError(f"no tile {zoom}/{x}/{y}")
    box = tile_box(zoom, x, y)
    if zoom < TILE_ZOOM:
        marks = _cells(max(zoom + FINER, LEVELS[0]), box, wanted, at)
        return mvt.encode({"cases": (_point(mark, box) for mark in marks)})
    marks = _places(zoom, box, wanted, at)
    return mvt.encode({"cases": (_point(mark, box, at_place=True) for mark in marks)})


def since(months: int, at: datetime) -> datetime | None:
    """The first moment of a period; None for all time."""
    return Month.of(at).plus(1 - months).bounds()[0] if months else None


def cases_at(x: int, y: int) -> list[int]:
    """The newest cases whose pins stand at one place, newest first."""
    found = Pin.objects.filter(x=x, y=y).order_by("-case_id").values_list("case_id", flat=True)
    return list(found[:CASES_AT])


def pinned() -> Iterable[int]:
    """The ids of all cases on the public map."""
    return Pin.objects.values_list("case_id", flat=True).iterator(chunk_size=10_000)


def _cells(level: int, box: TileBox, wanted: Wanted, at: datetime) -> list[Mark]:
    shift = BITS - level
    found = Cell.objects.filter(
        level=level,
        category_key__in=_below(wanted.category) or [Cell.ALL],
        month_key__in=_months(wanted.months, at) or [Cell.ALL],
        x__gte=box.west >> shift,
        x__lt=-(-box.east >> shift),
        y__gte=box.north >> shift,
        y__lt=-(-box.south >> shift),
    )
    sums = ("new", "going", "done", "sum_x", "sum_y")
    rows = found.values("x", "y").order_by("x", "y").values_list(*(Sum(name) for name in sums))
    marks = []
    for new, going, done, sum_x, sum_y in rows:
        count = new + going + done
        if count:
            mark = Mark(sum_x / count, sum_y / count, new, going, done)
            marks.append(_only(mark, wanted.stage))
    return [mark for mark in marks if mark.n]


def _places(zoom: int, box: TileBox, wanted: Wanted, at: datetime) -> list[Mark]:
    shift = BITS - TILE_ZOOM
    found = Pin.objects.filter(tile=(box.west >> shift) << TILE_ZOOM | box.north >> shift)
    if zoom > TILE_ZOOM:
        inside = {"x__gte": box.west, "x__lt": box.east, "y__gte": box.north, "y__lt": box.south}
        found = found.filter(**inside)
    if wanted.category is not None:
        found = found.filter(category_key__in=_below(wanted.category))
    if wanted.months:
        found = found.filter(month_key__in=_months(wanted.months, at))
    marks: dict[tuple[int, int], dict[str, int]] = {}
    for x, y, stage, count in _counted(found):
        marks.setdefault((x, y), dict.fromkeys(STAGES, 0))[stage] += count
    drawn = (_only(Mark(x, y, **stages), wanted.stage) for (x, y), stages in marks.items())
    return [mark for mark in drawn if mark.n]


def _counted(found: QuerySet[Pin]) -> Any:
    rows = found.order_by("x", "y", "stage").values("x", "y", "stage")
    return rows.annotate(count=Count("*")).values_list("x", "y", "stage", "count")


def _below(category: int | None) -> list[int]:
    if category is None:
        return []
    return sorted(directory.categories().below(category)) or [category]


def _months(months: int, at: datetime) -> list[int]:
    last = Month.of(at)
    return [month_key(last.plus(-back)) for back in range(months)]


def _only(mark: Mark, stage: str) -> Mark:
    """A mark with the counts of one stage alone."""
    if not stage:
        return mark
    kept = {name: getattr(mark, name) if name == stage else 0 for name in STAGES}
    return Mark(mark.x, mark.y, **kept)


def _point(mark: Mark, box: TileBox, *, at_place: bool = False) -> mvt.Point:
    values: dict[str, mvt.Value] = {"n": mark.n, "open": mark.new + mark.going}
    if at_place:
        values["at"] = f"{mark.x}/{mark.y}"
    return mvt.Point(*on_tile(mark.x, mark.y, box), values)
