"""All reads of common problems: the board, one problem with its evidence, the problem of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from huiying.accounts.actors import Actor
from huiying.cases import access as case_access
from huiying.cases.models import Case
from huiying.cases.queries import Row, rows_for
from huiying.directory import queries as directory
from huiying.insights import access
from huiying.insights.models import Member, Problem
from huiying.insights.proposing import Goal
from huiying.insights.refusals import NoSuchProblem
from huiying.insights.rules import titles
from huiying.insights.rules.heat import WEIGHTS, Term, points
from huiying.insights.rules.rhythm import Change, Season, change, season
from huiying.insights.rules.trend import Trend
from huiying.lib.numbers import whole
from huiying.lib.periods import Month
from huiying.ui.paging import Page, numbered

PAGE = 30
CASES_SHOWN = 200
QUOTED = 160  # characters of a quote
NEAR = 8
SORTS = {"heat": "-heat", "voices": "-voices", "new": "-last_at"}
ASKED = frozenset(map(str, Goal))
DAYS = (7, 30, 90, 365)
LIVELY = timedelta(days=400)  # a heat that has not moved for so long no longer changes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the board; empty ones filter nothing. ``days``: somebody spoke of it since."""

    q: str = ""
    area: int | None = None
    unit: int | None = None
    category: int | None = None
    days: int | None = None
    trend: str = ""
    matter: str = ""
    asked: str = ""
    sort: str = "heat"

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Wanted:
        """From a query; what is no number or no known word is left out."""
        days = whole(given.get("days", ""))
        trend, sort = given.get("trend", ""), given.get("sort", "heat")
        asked = given.get("asked", "")
        return cls(
            q=given.get("q", "").strip()[:60],
            area=whole(given.get("area", "")),
            unit=whole(given.get("unit", "")),
            category=whole(given.get("category", "")),
            days=days if days in DAYS else None,
            trend=trend if trend in {str(one) for one in Trend} else "",
            matter=given.get("matter", "").strip()[:40],
            asked=asked if asked in ASKED else "",
            sort=sort if sort in SORTS else "heat",
        )

    def query(self) -> str:
        """As the query of an address, empty filters left out."""
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))
        return urlencode([(name, value) for name, value in pairs if value not in (None, "")])


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote: the words that speak for many, the newest, the first."""

    row: Row
    words: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One problem: its cases that the reader may see, and how many there are besides."""

    problem: Problem
    terms: Sequence[Term]
    rows: Sequence[Row]
    unseen: int
    by_hand: frozenset[int]
    months: Sequence[tuple[str, int]]
    places: Sequence[tuple[float, float]]
    quotes: Sequence[Quote]
    season: Season | None
    change: Change | None


def board(actor: Actor, wanted: Wanted, at: datetime, place: str = "") -> Page:
    """A page of problems that more than one person raised, sorted as wanted."""
    found = problems_for(actor, wanted, at).select_related("area", "category", "unit")
    return numbered(found, place, size=PAGE)


def problems_for(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Problem]:
    """The problems that an actor may see and that match, in order."""
    matching = Q(voices__gte=2)
    for field, tree, ident in (
        ("area_id", directory.areas(), wanted.area),
        ("unit_id", directory.units(), wanted.unit),
        ("category_id", directory.categories(), wanted.category),
    ):
        if ident is not None:
            matching &= Q(**{f"{field}__in": tree.below(ident) or [ident]})
    if wanted.days:
        matching &= Q(last_at__gte=at - timedelta(days=wanted.days))
    if wanted.trend:
        matching &= Q(trend=wanted.trend)
    if wanted.matter:
        matching &= Q(matter=wanted.matter)
    if wanted.asked:
        matching &= Q(proposals__goal=wanted.asked, proposals__ended_at=None)
    if wanted.q:
        matching &= Q(title__icontains=wanted.q) | Q(matter=wanted.q)
    found = Problem.objects.filter(access.visible_to(actor), matching, merged_into=None)
    return found.order_by(SORTS[wanted.sort], "id")


def problem_for(actor: Actor, ident: int) -> Problem:
    """One problem, or what it was made part of. Raises NoSuchProblem."""
    seen = Problem.objects.filter(access.visible_to(actor)).select_related("area", "unit")
    found = Problem.objects.filter(pk=ident).first()
    if found is not None and found.merged_into_id is not None:
        ident = found.merged_into_id
    problem = seen.filter(pk=ident, merged_into=None).first()
    if problem is None:
        raise NoSuchProblem(number=ident)
    return problem


def problem_of(actor: Actor, case: int) -> Problem | None:
    """The common problem that a case is a voice of, where the actor may see it.

    None for a case whose problem nobody else raised, and for readers of cases only.
    """
    if not actor.has(*access.READERS):
        return None
    seen = Problem.objects.filter(access.visible_to(actor), voices__gte=2, merged_into=None)
    return seen.filter(members__case_id=case).first()


def evidence(actor: Actor, problem: Problem, at: datetime) -> Evidence:
    """What stands behind a problem: the newest of its cases, its heat term by term, its months,
    and the rhythm in which persons spoke of it, as seen at ``at``."""
    members = Member.objects.filter(problem=problem)
    cases = Case.objects.filter(pk__in=members.values("case_id"))
    idents = cases_shown(actor, problem)
    hand = members.filter(by_hand=True, case_id__in=idents).values_list("case_id", flat=True)
    terms = [
        Term(name, amount, points(name, amount))
        for name in WEIGHTS
        if (amount := problem.terms.get(name, 0))
    ]
    rows = rows_for(idents)
    moments = _moments(cases)
    days, today = _days(moments), timezone.localdate(at)
    return Evidence(
        problem, terms, rows, max(0, problem.size - len(idents)), frozenset(hand),
        _months(moments), _places(idents), _quotes(rows), season(days, today), change(days, today),
    )  # fmt: skip


def _places(cases: Sequence[int]) -> list[tuple[float, float]]:
    """Where cases are, those that have a place: lon, lat."""
    found = Case.objects.filter(pk__in=cases, lon__isnull=False)
    return [
        (lon, lat)
        for lon, lat in found.order_by("pk").values_list("lon", "lat")
        if lon is not None and lat is not None
    ]


def cases_shown(actor: Actor, problem: Problem) -> list[int]:
    """The newest of its cases that the actor may see, as many as its page lists."""
    members = Member.objects.filter(problem=problem).values("case_id")
    seen = Case.objects.filter(case_access.visible_to(actor), pk__in=members)
    newest = seen.order_by("-received_at", "-id").values_list("pk", flat=True)
    return list(newest[:CASES_SHOWN])


def _quotes(rows: Sequence[Row]) -> list[Quote]:
    if not rows:
        return []
    chosen = dict.fromkeys((titles.central([row.title for row in rows]), 0, len(rows) - 1))
    idents = [rows[at].id for at in chosen]
    bodies = dict(Case.objects.filter(pk__in=idents).values_list("pk", "body"))
    found = []
    for at in chosen:
        words = " ".join((bodies.get(rows[at].id) or rows[at].title).split())
        found.append(Quote(rows[at], words if len(words) <= QUOTED else f"{words[:QUOTED]}…"))
    return found


def near(actor: Actor, problem: Problem) -> list[Problem]:
    """Problems that somebody may want to join with one: of its matter, in its area."""
    alike = Q(matter=problem.matter) if problem.matter else Q(pk__in=())
    if problem.area_id is not None:
        alike &= Q(area_id__in=[*directory.areas().above(problem.area_id),
                                *directory.areas().below(problem.area_id)])  # fmt: skip
    found = Problem.objects.filter(access.visible_to(actor), alike, merged_into=None)
    return list(found.exclude(pk=problem.pk).order_by("-heat", "id")[:NEAR])


def _moments(cases: QuerySet[Case]) -> list[tuple[datetime, str]]:
    """When each case came in and whose voice it is, the oldest first."""
    columns = ("received_at", "id", "reporter__phone_index", "reporter__name_index")
    rows = cases.order_by("received_at", "id").values_list(*columns)
    return [(at, phone or name or f"case {ident}") for at, ident, phone, name in rows.iterator()]


def _days(moments: Iterable[tuple[datetime, str]]) -> list[date]:
    """The days on which persons spoke; whoever speaks again in the same month adds none."""
    first: dict[tuple[str, Month], date] = {}
    for at, voice in moments:
        first.setdefault((voice, Month.of(at)), timezone.localdate(at))
    return list(first.values())


def _months(moments: Iterable[tuple[datetime, str]]) -> list[tuple[str, int]]:
    """How many cases came in each month, from the first to the last."""
    use = Counter(Month.of(at) for at, _voice in moments)
    if not use:
        return []
    month, last = min(use), max(use)
    found = []
    while month <= last:
        found.append((str(month), use[month]))
        month = month.plus(1)
    return found


def seen_before(at: datetime) -> list[int]:
    """Problems that are still warm and whose figures are of an earlier day than ``at``'s."""
    warm = Problem.objects.filter(last_at__gte=at - LIVELY)
    cold = Q(counted_on=None) | Q(counted_on__lt=timezone.localdate(at))
    return list(warm.filter(cold).order_by("pk").values_list("pk", flat=True))
