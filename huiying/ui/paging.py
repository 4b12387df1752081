"""Pages of long lists: by place, whose cost does not grow, or by number, for any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from huiying.lib.numbers import whole

SIZE = 20
COUNT_UP_TO = 1000
LAST = 9999  # the last page by number; what lies behind it is found by filters


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with the places before and after them, "" for none; ``more``: than ``total``."""

    rows: Sequence[Any]
    next: str
    previous: str
    total: int
    more: bool


def page_of(found: QuerySet[Any], place: str, *, by: str = "pk", size: int = SIZE) -> Page:
    """Newest first by ``by``; ``place`` is "-<id>" for what follows a row, "<id>" for what
    comes before it. A place that is none, or whose row is gone, is the first page."""
    ident = whole(place.removeprefix("-"))
    mark = (
        found.model.objects.filter(pk=ident).values_list(by, flat=True).first() if ident else None
    )
    back = mark is not None and not place.startswith("-")
    rows = found.order_by(*((by, "pk") if back else (f"-{by}", "-pk")))
    if mark is not None:
        way = "gt" if back else "lt"
        beyond = Q(**{f"{by}__{way}": mark}) | Q(**{by: mark, f"pk__{way}": ident})
        rows = rows.filter(beyond)
    shown = list(rows[: size + 1])
    further, shown = len(shown) > size, shown[:size]
    if back:
        shown.reverse()
    before = mark is not None and (further or not back)
    return _page(
        found,
        shown,
        next=f"-{shown[-1].pk}" if shown and (further or back) else "",
        previous=f"{shown[0].pk}" if shown and before else "",
    )


def numbered(found: QuerySet[Any], place: str, *, size: int = SIZE) -> Page:
    """The page ``place`` (from 1) of an ordered list; what is no number, or past the end, is the
    first."""
    number = min(max(whole(place) or 1, 1), LAST)
    rows = _slice(found, number, size)
    if not rows and number > 1:
        number, rows = 1, _slice(found, 1, size)
    return _page(
        found,
        rows[:size],
        next=str(number + 1) if len(rows) > size else "",
        previous=str(number - 1) if number > 1 else "",
    )


def _slice(found: QuerySet[Any], number: int, size: int) -> list[Any]:
    return list(found[(number - 1) * size : number * size + 1])


def _page(found: QuerySet[Any], rows: Sequence[Any], **places: str) -> Page:
    total = found.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    return Page(rows, **places, total=min(total, COUNT_UP_TO), more=total > COUNT_UP_TO)
