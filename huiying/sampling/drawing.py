"""Drawing: what was reported or closed since the last look is a candidate, some become checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from huiying.accounts import queries as accounts
from huiying.accounts.actors import Grant, system
from huiying.accounts.roles import Role
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.dispatch.models import Assignment
from huiying.journal.actions import record_all
from huiying.lib import workdays
from huiying.lib.workcalendar import CalendarEnds
from huiying.sampling.events import CheckMoved
from huiying.sampling.models import Check, Plan
from huiying.sampling.rules.draws import Candidate, chosen, drawn, number, topped_up

LOCAL = ZoneInfo("Asia/Shanghai")
BY = system("sampling").by
WITHIN = 3  # working days for a check
WEEK = timedelta(days=7)
REMEMBERED = timedelta(days=90)  # over which inspectors take turns at a unit
MOST = 20_000  # candidates of one look


def run_due(at: datetime) -> int:
    """Draw for every plan what has come since the last look; how many checks were drawn."""
    return sum(_run(ident, at) for ident in _running())


def _running() -> list[int]:
    return list(Plan.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True))


def _run(ident: int, at: datetime) -> int:
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=ident)
        found = _candidates(plan, plan.seen_to, at)
        rate = plan.percent / 100
        made = [one for one in found if drawn(plan.salt, one, rate)]
        plan.seen_to = at
        if at - plan.topped_to >= WEEK:
            made += _top_up(plan, at, {(one.case, one.cycle) for one in made})
            plan.topped_to = at
        plan.save(update_fields=["seen_to", "topped_to"])
        return _make(plan, made, at)


def _candidates(plan: Plan, start: datetime, end: datetime) -> list[Candidate]:
    """Cases that came to the plan's moment in ``(start, end]`` and are still there."""
    if plan.after == Plan.After.REPORTED:
        found = Assignment.objects.filter(
            role=Assignment.Role.LEAD, reported_at__gt=start, reported_at__lte=end, open=True,
        ).filter(_kind(plan, "case__"))  # fmt: skip
        rows: Iterable[tuple[int, int, int]] = found.order_by("pk").values_list(
            "case_id", "cycle", "unit_id"
        )[:MOST]
    else:
        back = timedelta(days=plan.days)
        closed = Case.objects.filter(
            state=State.CLOSED, closed_at__gt=start - back, closed_at__lte=end - back,
            lead_unit__isnull=False,
        ).filter(_kind(plan, ""))  # fmt: skip
        rows = (
            (ident, cycle, unit or 0)
            for ident, cycle, unit in closed.order_by("pk").values_list(
                "pk", "cycle", "lead_unit_id"
            )[:MOST]
        )
    return [Candidate(*row) for row in rows]


def _kind(plan: Plan, path: str) -> Q:
    if plan.category_id is None:
        return Q()
    below = directory.categories().below(plan.category_id)
    return Q(**{f"{path}category_id__in": below})


def _top_up(plan: Plan, at: datetime, already: set[tuple[int, int]]) -> list[Candidate]:
    """So that each unit with candidates in the week is seen at least so often."""
    if not plan.least:
        return []
    week = _candidates(plan, plan.topped_to, at)
    taken = already | set(
        Check.objects.filter(plan=plan, case__in=[one.case for one in week]).values_list(
            "case_id", "cycle"
        )
    )
    have = Counter(one.stratum for one in week if (one.case, one.cycle) in taken)
    rest = [one for one in week if (one.case, one.cycle) not in taken]
    return topped_up(plan.salt, rest, dict(have), plan.least)


def _make(plan: Plan, found: Sequence[Candidate], at: datetime) -> int:
    if not found:
        return 0
    inspectors = _inspectors(at)
    areas = dict(
        Case.objects.filter(pk__in=[one.case for one in found]).values_list("pk", "area_id")
    )
    accused = dict(
        Case.objects.filter(pk__in=[one.case for one in found]).values_list(
            "pk", "accused_person_id"
        )
    )
    turns = _turns(at)
    made = []
    for one in found:
        fit = [
            person
            for person, grant, units in inspectors
            if _may(grant, areas.get(one.case)) and one.stratum not in units
            and person != accused.get(one.case)
        ]  # fmt: skip
        seen = {person: turns[person, one.stratum] for person in fit}
        person = chosen(plan.salt, one.case, fit, seen)
        check, new = Check.objects.get_or_create(
            plan=plan, case_id=one.case, cycle=one.cycle, first=None,
            defaults={"unit_id": one.stratum, "inspector_id": person, "drawn_at": at,
                      "due_at": _due(at)},
        )  # fmt: skip
        if not new:
            continue
        made.append(check)
        if person is not None:
            turns[person, one.stratum] += 1
        if number(plan.salt, "second", one.case, one.cycle) < plan.second_percent / 100:
            made += _second(plan, check, one, [p for p in fit if p != person], at)
    told = [
        (CheckMoved(one.pk, verb="draw", case_id=one.case_id, plan_id=plan.pk), at) for one in made
    ]
    record_all(told, by=BY)
    return len(made)


def _second(
    plan: Plan, check: Check, one: Candidate, others: Sequence[int], at: datetime
) -> list[Check]:
    """The same case once more, for somebody who does not know that it is the second time."""
    person = chosen(plan.salt, -one.case, others, {})
    if person is None:
        return []
    again = Check.objects.create(
        plan=plan, case_id=one.case, cycle=one.cycle, unit_id=one.stratum, first=check,
        inspector_id=person, drawn_at=at, due_at=_due(at),
    )  # fmt: skip
    return [again]


def _inspectors(at: datetime) -> list[tuple[int, Grant, frozenset[int]]]:
    """Each inspector's post, and the units in which they work too: those they must not check."""
    posts = list(accounts.posts_in_force(at.astimezone(LOCAL).date()))
    works: dict[int, set[int]] = {}
    for person, grant in posts:
        if grant.role in (Role.HANDLER, Role.STREET):
            works.setdefault(person, set()).update(grant.unit_ids)
    return [
        (person, grant, frozenset(works.get(person, ())))
        for person, grant in posts
        if grant.role == Role.INSPECTOR
    ]


def _may(grant: Grant, area: int | None) -> bool:
    return grant.area_ids is None or (area is not None and area in grant.area_ids)


def _turns(at: datetime) -> Counter[tuple[int | None, int | None]]:
    rows = Check.objects.filter(drawn_at__gt=at - REMEMBERED).values_list("inspector", "unit")
    return Counter(rows)


def _due(at: datetime) -> datetime:
    try:
        return workdays.add(directory.calendar_of(None), at, WITHIN, workdays.Unit.WORK_DAYS)
    except CalendarEnds:
        return at + timedelta(days=WITHIN)
