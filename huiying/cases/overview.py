"""Reads for whoever looks at the whole: what is late and where, days in numbers, loose ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Value

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.listing import LOCAL, Filter, start_of
from huiying.cases.models import Case, Request
from huiying.cases.queries import COUNT_UP_TO, Page, cases_for, page_of
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory

# What a unit or the dispatcher still owes; a reported case waits for others.
OWING = tuple(
    state.value for state in (State.FILED, State.RETURNED, State.DISPATCHED, State.HANDLING)
)
DAYS = 30
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many cases of one unit are overdue and due soon; ``unit_id`` None: with no unit."""

    unit_id: int | None
    unit: str
    overdue: int
    soon: int


def late_by_unit(actor: Actor, at: datetime) -> list[UnitCount]:
    """Overdue and due within a day, by leading unit, worst first; two grouped counts by index."""
    by_unit: dict[int | None, dict[str, int]] = {}
    for which in ("overdue", "soon"):
        found = cases_for(actor, Filter(due=which, state=OWING), at)
        for unit_id, number in found.order_by().values_list("lead_unit_id").annotate(Count("pk")):
            by_unit.setdefault(unit_id, {})[which] = number
    rows = directory.units().rows
    counts = [
        UnitCount(
            unit_id,
            rows[unit_id].label if unit_id in rows else "",
            numbers.get("overdue", 0),
            numbers.get("soon", 0),
        )
        for unit_id, numbers in by_unit.items()
    ]
    return sorted(counts, key=lambda c: (-c.overdue, -c.soon, c.unit))


@dataclass(frozen=True, slots=True)
class Day:
    """How many cases came in and ended on a local day."""

    day: date
    received: int
    closed: int


def last_days(actor: Actor, at: datetime, *, days: int = DAYS) -> list[Day]:
    """The last days in numbers, oldest first. Two queries: a union of one indexed count a day."""
    today = at.astimezone(LOCAL).date()
    span = [today - timedelta(days=n) for n in reversed(range(days))]
    received = _by_day(actor, span, "received_at", Q())
    closed = _by_day(actor, span, "closed_at", Q(open=False))
    return [Day(day, received.get(n, 0), closed.get(n, 0)) for n, day in enumerate(span)]


def _by_day(actor: Actor, span: list[date], column: str, which: Q) -> dict[int, int]:
    visible = Case.objects.filter(access.visible_to(actor), which)
    parts = [
        _on(visible, column, day)
        .order_by()
        .annotate(place=Value(place))
        .values("place")
        .annotate(number=Count("pk"))
        .values_list("place", "number")
        for place, day in enumerate(span)
    ]
    return dict(parts[0].union(*parts[1:], all=True)) if parts else {}


def _on(found: QuerySet[Case], column: str, day: date) -> QuerySet[Case]:
    start = start_of(day)
    return found.filter(
        **{f"{column}__gte": start, f"{column}__lt": start_of(day + timedelta(days=1))}
    )


def closed_on(actor: Actor, day: date, *, place: str = "") -> Page:
    """The cases that ended on a day, newest first."""
    visible = Case.objects.filter(access.visible_to(actor), open=False)
    return page_of(_on(visible, "closed_at", day), "closed", place=place)


def unowned(actor: Actor, *, least: int = 2, place: str = "") -> Page:
    """Cases that came back at least twice and that nobody has: ownership is not settled."""
    visible = Case.objects.filter(access.visible_to(actor), state=State.RETURNED)
    return page_of(visible.filter(returns__gte=least), "old", place=place)


@dataclass(frozen=True, slots=True)
class Expired:
    """A question or task that nobody answered in time."""

    number: str
    title: str
    to: str
    party: str
    ended_at: datetime


def expired_requests(actor: Actor, at: datetime, *, most: int = 50) -> list[Expired]:
    """What expired unanswered in the last seven days on cases that are still open."""
    found = list(
        Request.objects.filter(status=Request.Status.EXPIRED, ended_at__gte=at - LATELY)
        .select_related("case")
        .order_by("-ended_at")[: 4 * most]
    )
    visible = Case.objects.filter(
        access.visible_to(actor), open=True, pk__in=[r.case_id for r in found]
    )
    seen = set(visible.values_list("pk", flat=True))
    return [
        Expired(r.case.number, r.case.title, str(r.get_to_display()), r.party, r.ended_at)
        for r in found
        if r.case_id in seen and r.ended_at
    ][:most]


def count_up_to(actor: Actor, wanted: Filter, at: datetime) -> str:
    """A count for people: exact to a thousand, then honest about being more."""
    number = cases_for(actor, wanted, at).values("pk")[: COUNT_UP_TO + 1].count()
    return f"{COUNT_UP_TO:,}+" if number > COUNT_UP_TO else str(number)
