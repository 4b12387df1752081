"""The register's reply times, reckoned for a month at a time: by the clock, or when asked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.column.models import ReplyTime
from huiying.column.rules.small import centile
from huiying.directory import queries as directory
from huiying.lib.periods import Month

KEPT = 36  # months the register goes back
BACK = 1  # months before this one that may still change
AT_ONCE = 3  # older months made in one run, so that nobody waits for this


def reckon(at: datetime, *, older: int = AT_ONCE) -> int:
    """Write this month and the one before it anew; returns how many lines. By the clock.

    Months longer gone are made once, a few in a run, the newest first: what was published stays.
    """
    now = Month.of(at)
    first = Case.objects.order_by("received_at").values_list("received_at", flat=True).first()
    if first is None:
        return 0
    known = set(ReplyTime.objects.filter(by="all").values_list("period", flat=True))
    months = list(Month.range(max(Month.of(first), now.plus(1 - KEPT)), now))[::-1]
    missing = [month for month in months[BACK + 1 :] if str(month) not in known]
    return sum(_month(month, at) for month in (*months[: BACK + 1], *missing[:older]))


def _month(month: Month, at: datetime) -> int:
    """Cases received in the month; of those closed in it, the minutes from receipt to close."""
    received, taken = _received(month), _taken(month)
    rows = [
        ReplyTime(
            period=str(month), by=by, key=key, received=received.get((by, key), 0),
            closed=len(minutes := sorted(taken.get((by, key), []))),
            median=centile(minutes, 0.5), ninetieth=centile(minutes, 0.9), made_at=at,
        )
        for by, key in sorted(received.keys() | taken.keys() | {("all", 0)})
    ]  # fmt: skip
    with transaction.atomic():
        ReplyTime.objects.filter(period=str(month)).delete()
        ReplyTime.objects.bulk_create(rows, batch_size=500)
    return len(rows)


Counts = dict[tuple[str, int], int]


def _received(month: Month) -> Counts:
    start, end = month.bounds()
    counts: Counts = defaultdict(int)
    found = Case.objects.filter(received_at__gte=start, received_at__lt=end)
    rows = found.exclude(state=State.VOID).values_list("lead_unit_id", "area_id")
    for unit_id, area_id in rows.iterator():
        for place in _places(unit_id, area_id):
            counts[place] += 1
    return counts


def _taken(month: Month) -> dict[tuple[str, int], list[int]]:
    start, end = month.bounds()
    minutes: dict[tuple[str, int], list[int]] = defaultdict(list)
    found = Case.objects.filter(
        closed_at__gte=start, closed_at__lt=end, open=False, state=State.CLOSED
    )
    rows = found.values_list("lead_unit_id", "area_id", "received_at", "closed_at")
    for unit_id, area_id, received_at, closed_at in rows.iterator():
        spent = closed_at - received_at  # type: ignore[operator]  # closed ones alone are read
        minutes_spent = max(0, int(spent.total_seconds()) // 60)
        for place in _places(unit_id, area_id):
            minutes[place].append(minutes_spent)
    return minutes


def _places(unit_id: int | None, area_id: int | None) -> list[tuple[str, int]]:
    """The lines a case is counted in: all, its unit and area and everything above them."""
    units, areas = directory.units(), directory.areas()
    return [
        ("all", 0),
        *(("unit", ident) for ident in (units.above(unit_id) if unit_id else ())),
        *(("area", ident) for ident in (areas.above(area_id) if area_id else ())),
    ]
