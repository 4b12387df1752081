"""Whistle rates of streets and the double assessment of a month, with what stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.lib.periods import Month
from huiying.lib.stats import Rate
from huiying.whistles import access
from huiying.whistles.assessing import JUDGED, concluded_late, facts_of
from huiying.whistles.models import Rating, Summons, Whistle
from huiying.whistles.rules.assessment import Sign, sign_of
from huiying.whistles.rules.course import Result, Step


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks somebody got from one side: how many, and their mean."""

    count: int = 0
    total: int = 0

    @property
    def mean(self) -> float | None:
        return self.total / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class StreetRow:
    """``rate``: of the cases received in the month, those a whistle was blown about."""

    id: int
    label: str
    blown: int
    emergencies: int
    rate: Rate
    sign: Sign
    solved: Rate
    in_time: Rate
    district: Marks


@dataclass(slots=True)
class _Tally:
    """What is counted for one department."""

    called: int = 0
    signed: int = 0
    present: int = 0
    result: int = 0
    overruled: int = 0


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Of the summonses of whistles concluded in the month."""

    id: int
    label: str
    signed: Rate
    present: Rate
    result: Rate
    overruled: int
    street: Marks
    district: Marks


def _reach(actor: Actor) -> frozenset[int] | None:
    """The streets an actor may compare; None: all. A unit sees its own line only."""
    if actor.system:
        return None
    found: set[int] = set(actor.units("street"))
    for grant in actor.grants:
        if grant.role in access.DISTRICT or grant.role in access.WATCH:
            if grant.area_ids is None:
                return None
            rows = directory.units().rows.values()
            found |= {row.id for row in rows if row.area_id in grant.area_ids}
    return frozenset(found)


def whole_rate(month: Month) -> Rate:
    """The district's share, which a street is held against."""
    cases, hits = _cases(month), _hits(month)
    return Rate(sum(hits.values()), sum(cases.values()))


def street_rows(actor: Actor, month: Month) -> list[StreetRow]:
    """The whistle rate of each street the actor may see, by code."""
    cases, hits = _cases(month), _hits(month)
    whole = Rate(sum(hits.values()), sum(cases.values()))
    start, end = month.bounds()
    blown = Counter(_streets(Whistle.objects.filter(blown_at__gte=start, blown_at__lt=end)))
    urgent = Counter(
        _streets(Whistle.objects.filter(blown_at__gte=start, blown_at__lt=end, kind="emergency"))
    )
    ended: dict[int, list[Whistle]] = {}
    for row in Whistle.objects.filter(ended_at__gte=start, ended_at__lt=end, state="concluded"):
        ended.setdefault(row.street_id, []).append(row)
    marks = _marks(month, Q(by=Rating.By.DISTRICT))
    reach = _reach(actor)
    found = []
    for unit in directory.units().rows.values():
        if unit.kind != UnitKind.STREET or not (reach is None or unit.id in reach):
            continue
        rate, done = Rate(hits[unit.id], cases[unit.id]), ended.get(unit.id, [])
        solved = sum(row.result == Result.SOLVED for row in done)
        quick = sum(not concluded_late(row) for row in done)
        found.append(
            StreetRow(
                unit.id,
                unit.label,
                blown[unit.id],
                urgent[unit.id],
                rate,
                sign_of(rate, whole),
                Rate(solved, len(done)),
                Rate(quick, len(done)),
                marks.get((unit.id, Rating.By.DISTRICT), Marks()),
            )
        )
    return found


def _streets(rows: Iterable[Whistle]) -> list[int]:
    return [row.street_id for row in rows]


def _cases(month: Month) -> Counter[int]:
    """The cases received in a month, by street."""
    start, end = month.bounds()
    rows = Case.objects.filter(received_at__gte=start, received_at__lt=end, area__isnull=False)
    return _by_street(rows.order_by().values_list("area_id").annotate(n=Count("pk")))


def _hits(month: Month) -> Counter[int]:
    """Those of them that a whistle was blown about."""
    start, end = month.bounds()
    rows = Whistle.cases.through.objects.filter(
        case__received_at__gte=start, case__received_at__lt=end, case__area__isnull=False
    )
    counted = rows.order_by().values_list("case__area_id")
    return _by_street(counted.annotate(n=Count("case_id", distinct=True)))


def _by_street(rows: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for area_id, count in rows:
        street = directory.street_of_area(area_id)
        if street is not None:
            found[street.id] += count
    return found


def _marks(month: Month, which: Q) -> dict[tuple[int, str], Marks]:
    """Marks of whistles concluded in a month, by (unit, side)."""
    start, end = month.bounds()
    rows = Rating.objects.filter(which, whistle__ended_at__gte=start, whistle__ended_at__lt=end)
    found: dict[tuple[int, str], Marks] = {}
    for unit, by, mark in rows.values_list("unit_id", "by", "mark"):
        known = found.get((unit, by), Marks())
        found[unit, by] = Marks(known.count + 1, known.total + mark)
    return found


def unit_rows(actor: Actor, month: Month) -> list[UnitRow]:
    """How each department answered, of the whistles the actor may see."""
    start, end = month.bounds()
    seen = Whistle.objects.filter(
        access.visible_to(actor), ended_at__gte=start, ended_at__lt=end, state="concluded"
    )
    tallies: dict[int, _Tally] = {}
    for one in Summons.objects.filter(whistle_id__in=seen.values("pk"), state__in=JUDGED):
        _count(tallies.setdefault(one.unit_id, _Tally()), one)
    marks = _marks(month, Q(whistle_id__in=seen.values("pk")))
    rows = directory.units().rows
    return [
        _unit_row(unit, rows[unit].label, tally, marks) for unit, tally in sorted(tallies.items())
    ]


def _count(tally: _Tally, one: Summons) -> None:
    known = facts_of(one)
    tally.called += 1
    tally.signed += known.signed_in_time
    tally.present += known.present_in_time
    tally.result += known.result
    tally.overruled += one.ruled_at is not None and one.state != Step.EXCUSED


def _unit_row(unit: int, label: str, tally: _Tally, marks: dict[tuple[int, str], Marks]) -> UnitRow:
    return UnitRow(
        unit, label, Rate(tally.signed, tally.called), Rate(tally.present, tally.called),
        Rate(tally.result, tally.called), tally.overruled,
        marks.get((unit, Rating.By.STREET), Marks()),
        marks.get((unit, Rating.By.DISTRICT), Marks()),
    )  # fmt: skip
