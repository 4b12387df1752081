"""The monthly register of results 办理结果月报: rates, reply times and counts, fit to be public."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.accounts.actors import system
from huiying.column.models import ReplyTime
from huiying.column.rules.small import few, hidden
from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind, UnitKind
from huiying.lib.periods import Month, NotAMonth
from huiying.scorecard import queries as scorecard
from huiying.scorecard.queries import Line
from huiying.scorecard.rules.verdict import RATES

PUBLIC = system("公众")
BY = ("unit", "area")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. A number that is None is too small to be told; a time that is None there is none.

    ``median`` and ``ninetieth`` are minutes; ``rates`` are shares from 0 to 1.
    """

    label: str
    received: int | None
    closed: int | None
    median: int | None
    ninetieth: int | None
    counted: int | None
    rates: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Register:
    period: str
    by: str
    total: Entry
    entries: Sequence[Entry]
    made_at: datetime | None


def months() -> list[str]:
    """The months there is a register of, newest first."""
    found = ReplyTime.objects.filter(by="all", key=0).order_by("-period")
    return list(found.values_list("period", flat=True)[:36])


def known_month(text: str) -> str | None:
    """The month, if there is a register of it."""
    try:
        period = str(Month.parse(text))
    except NotAMonth:
        return None
    return period if ReplyTime.objects.filter(period=period, by="all").exists() else None


def register(period: str, by: str) -> Register:
    """The register of a month by unit (departments and streets) or by area (streets)."""
    times = {
        (row.by, row.key): row
        for row in ReplyTime.objects.filter(period=period, by__in=("all", by))
    }
    sums = scorecard.sums_by(PUBLIC, period, by)
    nodes = [ident for ident in _nodes(by) if (by, ident) in times or ident in sums]
    lines = [(_label(by, ident), times.get((by, ident)), sums.get(ident)) for ident in nodes]
    total = times.get(("all", 0))
    return Register(
        period,
        by,
        _total(total, sums[0]),
        _entries(lines),
        total.made_at if total else None,
    )


def _nodes(by: str) -> list[int]:
    if by == "area":
        areas = directory.areas().rows.values()
        return [row.id for row in areas if row.kind == AreaKind.STREET and row.active]
    kinds = (UnitKind.DEPARTMENT, UnitKind.STREET)
    units = directory.units().rows.values()
    return [row.id for row in units if row.kind in kinds and row.active]


def _label(by: str, ident: int) -> str:
    if by == "area":
        return directory.areas().rows[ident].name
    return directory.units().rows[ident].name


Found = tuple[str, ReplyTime | None, Line | None]


def _entries(lines: Sequence[Found]) -> list[Entry]:
    """Each number hidden where it is small, or would betray a small one beside it."""
    received = _told(lines, lambda one: one[1].received if one[1] else 0)
    closed = _told(lines, lambda one: one[1].closed if one[1] else 0)
    counted = _told(lines, lambda one: one[2].counted if one[2] else 0)
    entries = []
    for place, (label, times, sums) in enumerate(lines):
        timed = times if closed[place] else None
        entries.append(
            Entry(
                label, received[place], closed[place],
                timed.median if timed else None, timed.ninetieth if timed else None,
                counted[place], _shares(sums if counted[place] else None),
            )
        )  # fmt: skip
    return sorted(entries, key=lambda one: (-(one.received or 0), one.label))


def _told(lines: Sequence[Found], number: Callable[[Found], int]) -> list[int | None]:
    numbers = [number(one) for one in lines]
    gone = hidden(numbers)
    return [None if place in gone else value for place, value in enumerate(numbers)]


def _shares(sums: Line | None) -> tuple[float | None, ...]:
    return tuple(sums.rate(name).share if sums else None for name in RATES)


def _total(times: ReplyTime | None, sums: Line) -> Entry:
    counted = None if few(sums.counted) else sums.counted
    if times is None:
        return Entry("", 0, 0, None, None, counted, _shares(sums if counted else None))
    told = not few(times.closed)
    return Entry(
        "",
        None if few(times.received) else times.received,
        times.closed if told else None,
        times.median if told else None,
        times.ninetieth if told else None,
        counted,
        _shares(sums if counted else None),
    )
