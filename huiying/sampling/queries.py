"""All reads of sampling: one's tasks, what came of them, how much the figures say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.accounts.queries import working_people
from huiying.directory import queries as directory
from huiying.files.models import StoredFile
from huiying.lib.stats import Rate
from huiying.sampling import access
from huiying.sampling.models import Check, Plan
from huiying.sampling.refusals import NoSuchCheck

WINDOW = timedelta(days=90)
COUNT_UP_TO = 1001
DONE = Check.State.DONE


def tasks(actor: Actor, *, done: bool = False) -> QuerySet[Check]:
    """An inspector's own checks; nothing tells whether one is a second one."""
    state = DONE if done else Check.State.WAITING
    found = Check.objects.filter(access.mine(actor), state=state)
    return found.select_related("case__category", "case__area")


def task_for(actor: Actor, ident: int) -> Check:
    """One's own check. Raises NoSuchCheck."""
    row = Check.objects.filter(access.mine(actor), pk=ident)
    found = row.select_related("case__category", "case__area").first()
    if found is None:
        raise NoSuchCheck
    return found


def owed(actor: Actor, _at: datetime) -> int | None:
    """How many checks wait for an inspector; None for none."""
    found = Check.objects.filter(access.mine(actor), state=Check.State.WAITING)
    return found.values("pk")[:COUNT_UP_TO].count() or None


def results(actor: Actor, *, real: str = "", unit: int | None = None) -> QuerySet[Check]:
    """What came of checks for who watches; those that wait are not in it. ``real``: yes, no,
    differ (two who do not agree) or "" for all."""
    found = Check.objects.filter(access.results_for(actor), state=DONE, first=None)
    if real in ("yes", "no"):
        found = found.filter(real=real == "yes")
    elif real == "differ":
        found = found.filter(second__state=DONE).exclude(second__real=F("real"))
    if unit is not None:
        found = found.filter(unit_id__in=directory.units().below(unit) or [unit])
    return found.select_related("case", "unit", "inspector", "plan", "second__inspector")


def result_for(actor: Actor, ident: int) -> Check:
    """One result. Raises NoSuchCheck."""
    row = results(actor).filter(pk=ident).first()
    if row is None:
        raise NoSuchCheck
    return row


def photo_of(check: Check) -> StoredFile | None:
    return check.photo


def plans(actor: Actor) -> list[tuple[Plan, int, int, int]]:
    """Plans with how many checks were drawn, are done and were not real; for who watches."""
    if not actor.has(*access.WATCH):
        return []
    rows = Plan.objects.select_related("category", "made_by").annotate(
        drawn=Count("checks"),
        done=Count("checks", filter=Q(checks__state=DONE)),
        bad=Count("checks", filter=Q(checks__real=False)),
    )
    return [(row, row.drawn, row.done, row.bad) for row in rows]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over 90 days: how much was checked, how much of it was not real."""

    id: int
    label: str
    checked: int
    false: Rate


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """One inspector over 90 days. ``agree``: of the cases that another checked as well."""

    name: str
    done: int
    late: int
    far: int
    false: Rate
    agree: Rate


def by_unit(actor: Actor, at: datetime) -> list[UnitRow]:
    """Units by name, never ranked by bare counts; the interval (Wilson) says how much is known."""
    rows = results(actor).filter(done_at__gte=at - WINDOW).order_by()
    grouped = rows.values("unit").annotate(
        checked=Count("pk"), false=Count("pk", filter=Q(real=False))
    )
    units = directory.units().rows
    found = [
        UnitRow(row["unit"], units[row["unit"]].label, row["checked"],
                Rate(row["false"], row["checked"]))
        for row in grouped
        if row["unit"] in units
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.label)


FAR = 500  # metres: beyond that nobody stood at the place


def by_inspector(actor: Actor, at: datetime) -> list[InspectorRow]:
    """Inspectors by name."""
    if not actor.has(*access.WATCH):
        return []
    seen = Check.objects.filter(access.results_for(actor), state=DONE)
    rows = seen.filter(done_at__gte=at - WINDOW, inspector__isnull=False).order_by()
    grouped = rows.values("inspector").annotate(
        done=Count("pk"), late=Count("pk", filter=Q(done_at__gt=F("due_at"))),
        far=Count("pk", filter=Q(metres__gt=FAR)), false=Count("pk", filter=Q(real=False)),
    )  # fmt: skip
    agreed = _agreed(rows)
    names = dict(working_people())
    found = [
        InspectorRow(
            names.get(row["inspector"], ""), row["done"], row["late"], row["far"],
            Rate(row["false"], row["done"]), agreed.get(row["inspector"], Rate(0, 0)),
        )
        for row in grouped
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.name)


def _agreed(rows: QuerySet[Check]) -> dict[int, Rate]:
    pairs = rows.filter(first__state=DONE).values_list(
        "inspector", "real", "first__inspector", "first__real"
    )
    hits: dict[int, int] = {}
    total: dict[int, int] = {}
    for one, said, other, before in pairs:
        for person in _people(one, other):
            total[person] = total.get(person, 0) + 1
            hits[person] = hits.get(person, 0) + (said == before)
    return {person: Rate(hits[person], count) for person, count in total.items()}


def _people(*idents: int | None) -> Iterable[int]:
    return (ident for ident in idents if ident is not None)
