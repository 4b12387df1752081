"""The week in problems: what rose, what is new, what is hottest; where and whose. All reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from huiying.accounts.actors import Actor
from huiying.cases.listing import Filter
from huiying.cases.queries import cases_for
from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind, UnitKind
from huiying.insights import access
from huiying.insights.models import Member, Problem
from huiying.insights.rules.trend import Trend, judged
from huiying.lib.weeks import Week

SHOWN = 10
AREAS = (AreaKind.STREET, AreaKind.DISTRICT, AreaKind.CITY)
UNITS = (UnitKind.STREET, UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.CITY)


@dataclass(frozen=True, slots=True)
class Moved:
    """A problem with its cases of the week and of the week before."""

    problem: Problem
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Share:
    """An area or unit (0: none is known) with its cases of the week and of the week before."""

    ident: int
    name: str
    now: int
    before: int


@dataclass(slots=True)
class Brief:
    """A week as somebody may see it; ``days`` are Monday to Sunday, each with the week before."""

    week: Week
    now: int = 0
    before: int = 0
    days: Sequence[tuple[date, int, int]] = ()
    rose: Sequence[Moved] = ()
    new: Sequence[Moved] = ()
    hottest: Sequence[Moved] = ()
    areas: Sequence[Share] = ()
    units: Sequence[Share] = ()


@dataclass(slots=True)
class _Sums:
    days: Counter[int] = field(default_factory=Counter)
    areas: Counter[int] = field(default_factory=Counter)
    units: Counter[int] = field(default_factory=Counter)
    problems: Counter[int] = field(default_factory=Counter)


def brief(actor: Actor, week: Week, at: datetime) -> Brief:
    """In a number of queries that does not grow with what happened.

    Heat and voices are those of ``at``: they are not kept for each week that has gone.
    """
    now, before = _sums(actor, week, at), _sums(actor, week.plus(-1), at)
    moved = _moved(actor, now.problems, before.problems)
    since, till = week.bounds()
    new = [one for one in moved if one.problem.first_at and since <= one.problem.first_at < till]
    rose = [
        one
        for one in moved
        if one not in new and judged(one.now, one.before, new=False) == Trend.RISING
    ]
    return Brief(
        week,
        now=now.days.total(),
        before=before.days.total(),
        days=[(day, now.days[n], before.days[n]) for n, day in enumerate(week.days)],
        rose=_most(rose, lambda one: one.now - one.before),
        new=_most(new, lambda one: one.problem.heat),
        hottest=_most(moved, lambda one: one.problem.heat),
        areas=_shares(now.areas, before.areas, _area_names()),
        units=_shares(now.units, before.units, _unit_names()),
    )  # fmt: skip


def _sums(actor: Actor, week: Week, at: datetime) -> _Sums:
    wanted = Filter(since=week.first_day, until=week.last_day)
    found = cases_for(actor, wanted, at).order_by()
    areas, units = directory.areas(), directory.units()
    above_area = {i: _upward(areas, i, AREAS) for i in areas.rows}
    above_unit = {i: _upward(units, i, UNITS) for i in units.rows}
    sums = _Sums()
    rows = found.values_list("received_at", "area_id", "lead_unit_id")
    for moment, area, unit in rows.iterator(chunk_size=5000):
        sums.days[timezone.localdate(moment).weekday()] += 1
        sums.areas[above_area.get(area or 0, 0)] += 1
        sums.units[above_unit.get(unit or 0, 0)] += 1
    members = Member.objects.filter(
        case_id__in=found.values("pk"), problem__voices__gte=2, problem__merged_into=None
    )
    counted = members.values("problem").annotate(n=Count("case_id"))
    sums.problems.update(dict(counted.values_list("problem", "n")))
    return sums


def _moved(actor: Actor, now: Counter[int], before: Counter[int]) -> list[Moved]:
    seen = Problem.objects.filter(access.visible_to(actor), voices__gte=2, merged_into=None)
    found = seen.filter(pk__in=list(now)).select_related("area", "unit")
    return [Moved(one, now[one.pk], before[one.pk]) for one in found]


def _most(found: Sequence[Moved], key: Callable[[Moved], float]) -> list[Moved]:
    return sorted(found, key=lambda one: (-key(one), one.problem.pk))[:SHOWN]


def _shares(now: Counter[int], before: Counter[int], names: dict[int, str]) -> list[Share]:
    found = [Share(i, names.get(i, ""), now[i], before[i]) for i in now.keys() | before.keys()]
    return sorted(found, key=lambda one: (-one.now, -one.before, one.ident))


def _upward(
    tree: directory.Tree,  # type: ignore[type-arg]
    ident: int,
    kinds: Sequence[str],
) -> int:
    """The nearest node upwards of a kind that a brief names, else the topmost."""
    chain = tree.above(ident)
    return next((i for i in chain if tree.rows[i].kind in kinds), chain[-1] if chain else 0)


def _area_names() -> dict[int, str]:
    return {ident: row.name for ident, row in directory.areas().rows.items()}


def _unit_names() -> dict[int, str]:
    return {ident: row.name for ident, row in directory.units().rows.items()}
