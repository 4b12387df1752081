"""Reads of a unit's inbox: its open assignments by the nearest limit, from one index.

Cases are only read for the rows of a page; tabs are counted in one pass over the unit's own rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.cases import queries as cases
from huiying.cases.listing import LOCAL, PAGE, Place, start_of
from huiying.cases.queries import COUNT_UP_TO, Row
from huiying.directory import queries as directory
from huiying.dispatch.models import Assignment

ROLES = (Role.HANDLER, Role.STREET)
TABS = ("sign", "today", "overdue", "rework", "assist", "all", "reported", "copy", "done")
SETTLED = ("reported", "copy")  # tabs of what is open and owes nothing
LATELY = timedelta(days=30)
LEAD, ASSIST, COPY = Assignment.Role.LEAD, Assignment.Role.ASSIST, Assignment.Role.COPY


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the inbox is looked at: a tab, below one unit, handled by one person."""

    tab: str = "sign"
    unit: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An assignment with its case. ``next_due`` is the nearest limit that is not yet met."""

    id: int
    row: Row
    unit: str
    role: str
    role_label: str
    next_due: datetime | None
    step: str
    handler: str
    reworks: int
    binding: bool
    version: int

    @property
    def to_sign(self) -> bool:
        return self.row.state == "dispatched" and self.role == LEAD


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a tab."""

    items: Sequence[Item]
    next: str
    previous: str
    total: int
    more: bool


def units_of(actor: Actor) -> frozenset[int]:
    """The units, with all below, whose work is the actor's."""
    return actor.units(*ROLES)


def read(actor: Actor, wanted: Wanted, at: datetime, *, place: str = "", size: int = PAGE) -> Inbox:
    """A page of a tab, by key: the nearest limit first, what is finished newest first."""
    found = _tab(_mine(actor, wanted), wanted.tab, at)
    column, descending = _order(wanted.tab)
    here = Place.parse(place)
    back = bool(here and here.back)
    down = descending != back
    page = found
    if here:
        value, way = datetime.fromisoformat(here.value), "lt" if down else "gt"
        page = found.filter(
            Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"id__{way}": here.ident})
        )
    order = (f"-{column}", "-id") if down else (column, "id")
    rows = list(page.select_related("handler").order_by(*order)[: size + 1])
    further, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    total = found.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    return Inbox(
        _items(rows),
        next=_place(rows[-1], column) if rows and (further or back) else "",
        previous=_place(rows[0], column, back=True)
        if rows and here and (further or not back)
        else "",
        total=min(total, COUNT_UP_TO),
        more=total > COUNT_UP_TO,
    )


def counts(actor: Actor, wanted: Wanted, at: datetime) -> dict[str, int]:
    """How much is in each open tab, in two queries over the unit's open assignments."""
    mine = _mine(actor, wanted).filter(open=True)
    owing = [tab for tab in TABS if tab not in (*SETTLED, "done")]
    # Two, because each seeks in the index: what has a limit, and what has none any more.
    return {
        **_counted(mine.filter(next_due__isnull=False), owing, at),
        **_counted(mine.filter(next_due__isnull=True), SETTLED, at),
    }


def _counted(found: QuerySet[Assignment], tabs: Sequence[str], at: datetime) -> dict[str, int]:
    return found.aggregate(**{tab: Count("pk", filter=_condition(tab, at)) for tab in tabs})


def to_sign(actor: Actor, at: datetime) -> int:
    """What waits for a signature, counted up to 1,001: the number on the rail."""
    found = _tab(_mine(actor, Wanted()), "sign", at)
    return found.values("pk")[: COUNT_UP_TO + 1].count()


def colleagues(actor: Actor) -> list[tuple[int, str]]:
    """Who handles what is open in the actor's units: the choices of a filter."""
    handled = Assignment.objects.filter(
        open=True, unit_id__in=units_of(actor), next_due__isnull=False, handler__isnull=False
    )
    found = handled.order_by("handler__name").values_list("handler_id", "handler__name")
    return [(ident, name) for ident, name in found.distinct()]


def _mine(actor: Actor, wanted: Wanted) -> QuerySet[Assignment]:
    """The assignments of the actor's units, without cases about those units or the actor."""
    units = units_of(actor)
    if wanted.unit is not None:
        units &= directory.units().below(wanted.unit)
    found = Assignment.objects.filter(unit_id__in=units)
    if wanted.person is not None:
        found = found.filter(handler_id=wanted.person)
    about_us = Q(case__accused_unit_id__in=units_of(actor)) | Q(case__accused_person_id=actor.id)
    return found.exclude(about_us)


def _tab(mine: QuerySet[Assignment], tab: str, at: datetime) -> QuerySet[Assignment]:
    if tab == "done":
        return mine.filter(open=False, ended=Assignment.Ended.DONE, ended_at__gte=at - LATELY)
    return mine.filter(_condition(tab, at), open=True)


def _condition(tab: str, at: datetime) -> Q:
    """What belongs to a tab, besides being open; a limit in ``next_due`` is something owed."""
    midnight = start_of(at.astimezone(LOCAL).date()) + timedelta(days=1)
    owing = Q(next_due__isnull=False)
    conditions = {
        "sign": owing & Q(role=LEAD, signed_at=None),
        "today": Q(next_due__gte=at, next_due__lt=midnight),
        "overdue": Q(next_due__lt=at),
        "rework": owing & Q(reworks__gt=0),
        "assist": owing & Q(role=ASSIST),
        "reported": Q(next_due=None, reported_at__isnull=False),
        "copy": Q(next_due=None, role=COPY),
    }
    return conditions.get(tab, owing)


def _order(tab: str) -> tuple[str, bool]:
    special = {"done": "ended_at", "reported": "reported_at", "copy": "dispatched_at"}
    return (special[tab], True) if tab in special else ("next_due", False)


def _place(row: Assignment, column: str, *, back: bool = False) -> str:
    return Place(getattr(row, column).isoformat(), row.pk, back).text()


def _items(rows: Sequence[Assignment]) -> list[Item]:
    by_id = {row.id: row for row in cases.rows_for([r.case_id for r in rows])}
    return [_item(r, by_id[r.case_id]) for r in rows if r.case_id in by_id]


def _item(assignment: Assignment, row: Row) -> Item:
    unit = directory.units().rows.get(assignment.unit_id)
    return Item(
        id=assignment.pk,
        row=replace(row, due_at=assignment.next_due),
        unit=unit.label if unit else "",
        role=assignment.role,
        role_label=str(assignment.get_role_display()),
        next_due=assignment.next_due,
        step=_step(assignment),
        handler=assignment.handler.name if assignment.handler else "",
        reworks=assignment.reworks,
        binding=assignment.binding,
        version=row.version,
    )


def _step(assignment: Assignment) -> str:
    """Which limit comes next: sign, contact, report or resolve; "" when none does."""
    for step in ("sign", "contact", "report", "resolve"):
        due = getattr(assignment, f"{step}_due")
        if due is not None and due == assignment.next_due:
            return step
    return ""
