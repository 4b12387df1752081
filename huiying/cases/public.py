"""What anybody may know of cases: chosen by a rule or an editor, facts only. All reads.

Never who raised it, never their words, never an exact place. A case is public when an editor shows
it, or when a rule covers its category and nothing speaks against it: not confidential, no tip-off,
no accused, no sensitive category. An editor's "not shown" always wins. Without any rule nothing is
public.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiying.cases.models import Case
from huiying.cases.public_models import Publication, PublicRule, Voice
from huiying.cases.queries import Page, Row, page_of
from huiying.cases.rules.similar import best_words
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind
from huiying.lib.geo import haversine, round_for_privacy
from huiying.lib.text import similarity
from huiying.search import index

NEW, GOING, DONE = "new", "going", "done"
STAGES: dict[State, str] = {
    State.FILED: NEW,
    State.RETURNED: NEW,
    State.DISPATCHED: GOING,
    State.HANDLING: GOING,
    State.REPORTED: GOING,
    State.VERIFIED: GOING,
    State.CALLED_BACK: GOING,
    State.CLOSED: DONE,
}
SIZE = 20
STRETCH = 5000  # numbers of cases that one statement reads
COARSE_METRES = 200
SENSITIVE_METRES = 1000  # only an editor shows such a case at all
NEAR_METRES = 300
CANDIDATES = 200  # lately raised nearby cases that are compared; a street has fewer in a month
LIKE = 0.2
SPAN = timedelta(days=60)
DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What is shown of a case. ``title`` and ``words`` are an editor's, if there is one."""

    number: str
    title: str
    words: str
    category: str
    area_id: int | None
    area: str
    unit: str
    stage: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    voices: int
    case_id: int


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where a public case lies, no finer than the middle of a grid cell (WGS-84 degrees)."""

    case_id: int
    lon: float
    lat: float
    category_id: int | None
    stage: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PublicPage:
    rows: list[PublicCase]
    page: Page


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the public list; empty ones filter nothing."""

    area: int | None = None
    category: int | None = None
    stage: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """An area's numbers: raised and closed in the last 30 days, open now. Of all cases, those
    that are nobody's business too: whoever shows them hides small ones."""

    received: int
    closed: int
    open: int


def public_page(wanted: Wanted, *, place: str = "", size: int = SIZE) -> PublicPage:
    """A page of public cases, newest first."""
    parts = [_filtered(part, wanted) for part in _parts()]
    page = page_of(parts, "new", place=place, size=size)
    return PublicPage(_shown(page.rows), page)


def public_case(number: str) -> PublicCase | None:
    """One case by its number, if it is public."""
    found = [row for part in _parts(Q(number=number)) for row in page_of(part, "new").rows]
    return _shown(found)[0] if found else None


def place_of(case: PublicCase) -> tuple[float, float] | None:
    """Longitude and latitude of the middle of the grid cell the case lies in."""
    found = public_places([case.case_id])
    return (found[0].lon, found[0].lat) if found else None


def public_places(case_ids: Sequence[int]) -> list[PublicPlace]:
    """Those of some cases that may stand on a map, and where.

    A case that asked to be kept confidential has no place in public, whatever an editor shows of
    it; in a sensitive category the grid is never finer than SENSITIVE_METRES.
    """
    columns = ("pk", "lon", "lat", "category_id", "state", "received_at")
    placed = {"lon__isnull": False, "lat__isnull": False, "confidential": False}
    metres = dict(PublicRule.objects.values_list("category_id", "coarse_metres"))
    found = []
    for part in _parts(Q(pk__in=case_ids)):
        rows = part.filter(**placed).values_list(*columns)
        for ident, lon, lat, category_id, state, received_at in rows:
            place = round_for_privacy(lon, lat, _coarse(category_id, metres))
            stage = STAGES[State(state)]
            found.append(PublicPlace(ident, *place, category_id, stage, received_at))
    return found


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """What of a public case is open data: facts without words, days without hours, a coarse place
    where one may be told."""

    number: str
    kind: str
    channel: str
    category_id: int | None
    area_id: int | None
    unit_id: int | None
    stage: str
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    returns: int
    place: tuple[float, float] | None


def open_facts() -> Iterator[OpenFacts]:
    """Every public case, one after the other: memory does not grow with their number, and no
    statement stays open while they are used, which may take long."""
    columns = (
        "number", "kind", "channel", "category_id", "area_id", "lead_unit_id", "state",
        "received_at", "due_at", "closed_at", "returns", "lon", "lat", "confidential",
    )  # fmt: skip
    metres = dict(PublicRule.objects.values_list("category_id", "coarse_metres"))
    for part in _parts():
        for row in _stretches(part.values_list(*columns)):
            facts: dict[str, Any] = dict(zip(columns, row, strict=True))
            lon, lat, confidential = (facts.pop(name) for name in ("lon", "lat", "confidential"))
            told = lon is not None and lat is not None and not confidential
            metre = _coarse(facts["category_id"], metres)
            place = round_for_privacy(lon, lat, metre) if told else None
            stage = STAGES[State(facts.pop("state"))]
            unit_id = facts.pop("lead_unit_id")
            yield OpenFacts(**facts, stage=stage, unit_id=unit_id, place=place)


def _stretches(part: QuerySet[Case, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    newest = Case.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    for start in range(0, newest, STRETCH):
        yield from part.filter(pk__gt=start, pk__lte=start + STRETCH).order_by("pk")


def public_cases(case_ids: Sequence[int], *, most: int = SIZE) -> list[PublicCase]:
    """Those of some cases that are public, newest first."""
    return _shown(page_of(_parts(Q(pk__in=case_ids)), "new", size=most).rows)


def closed_in(area_id: int, since: datetime, *, most: int = SIZE) -> list[PublicCase]:
    """Public cases of an area that were closed after a moment, the latest first."""
    below = directory.areas().below(area_id)
    closed = Case.objects.filter(state=State.CLOSED, closed_at__gt=since, area_id__in=below)
    idents = list(closed.order_by("-closed_at").values_list("pk", flat=True)[: most * 5])
    return public_cases(idents, most=most)


def is_public(case_id: int) -> bool:
    return any(part.exists() for part in _parts(Q(pk=case_id)))


def would_be_public(*, category_id: int | None, kind: str, confidential: bool) -> bool:
    """Whether the rules would show a case like this one; asked before it is sent."""
    return category_id in _rule_categories() and kind != CaseKind.TIPOFF.value and not confidential


def nearby(
    text: str, *, lon: float | None = None, lat: float | None = None, area_id: int | None = None,
    most: int = 3,
) -> list[PublicCase]:  # fmt: skip
    """Open public cases that are probably the same thing, likeliest first."""
    found = _candidates(text, lon, lat, area_id)
    scored = [(_likeness(case, text, lon, lat), case.pk) for case in found]
    best = sorted((pair for pair in scored if pair[0] >= LIKE), reverse=True)[:most]
    idents = [pk for _score, pk in best]
    rows = {
        row.id: row for part in _parts() for row in page_of(part.filter(pk__in=idents), "new").rows
    }
    return _shown([rows[pk] for pk in idents if pk in rows])


def figures(area_id: int, at: datetime) -> Figures:
    """The numbers of an area and all below it."""
    here = Case.objects.filter(area_id__in=directory.areas().below(area_id))
    lately = here.filter(received_at__gte=at - DAYS, received_at__lte=at)
    closed = here.filter(closed_at__gte=at - DAYS, closed_at__lte=at, state=State.CLOSED)
    open_now = here.filter(open=True)
    return Figures(lately.exclude(state=State.VOID).count(), closed.count(), open_now.count())


def placed_by_rule() -> list[int]:
    """The cases with a place that rules may make public: what a changed rule may touch."""
    ruled = Case.objects.filter(category_id__in=_rule_categories(), lon__isnull=False)
    return list(ruled.order_by().values_list("pk", flat=True))


def of_publications(idents: Collection[int]) -> set[int]:
    """The cases that some words of an editor are about."""
    return set(Publication.objects.filter(pk__in=idents).values_list("case_id", flat=True))


def public_categories() -> list[tuple[int, str]]:
    """The categories that rules make public, for the filter of the list."""
    rows = directory.categories().rows
    named = [(ident, rows[ident].name) for ident in _rule_categories() if ident in rows]
    return sorted(named, key=lambda pair: rows[pair[0]].code)


def _parts(of: Q | None = None) -> list[QuerySet[Case]]:
    """By editor and by rule; they do not overlap, and each finds its index.

    ``of``: only these few cases, which makes the statements short however many categories the
    rules cover.
    """
    said = Publication.objects.filter(shown=True).order_by("-pk")
    shown = list(said.values_list("case_id", flat=True)[:2000])
    known = Case.objects.filter(state__in=[state.value for state in STAGES])
    categories = _rule_categories()
    if of is not None:
        known = known.filter(of)
        mine = Case.objects.filter(of).order_by().values_list("category_id", flat=True)
        categories = categories.intersection(mine.distinct())
    parts = [known.filter(pk__in=shown)] if shown else []
    if categories:
        ruled = known.filter(
            category_id__in=categories, confidential=False, accused_unit=None, accused_person=None
        ).exclude(kind=CaseKind.TIPOFF)
        # In the database: a withdrawn case stays withdrawn however many decisions follow.
        parts.append(ruled.filter(publication=None))
    return parts


def _filtered(found: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    if wanted.area is not None:
        found = found.filter(area_id__in=directory.areas().below(wanted.area))
    if wanted.category is not None:
        found = found.filter(category_id__in=directory.categories().below(wanted.category))
    if wanted.stage:
        states = [state.value for state, stage in STAGES.items() if stage == wanted.stage]
        found = found.filter(state__in=states)
    if wanted.since is not None:
        found = found.filter(received_at__gte=wanted.since)
    return found


def _rule_categories() -> frozenset[int]:
    """The categories rules cover with all below them, without the sensitive ones."""
    tree = directory.categories()
    ruled = frozenset(PublicRule.objects.filter(active=True).values_list("category_id", flat=True))
    if not _kept or _kept[0][0] is not tree or _kept[0][1] != ruled:
        covered: set[int] = set().union(*(tree.below(ident) for ident in ruled))
        _kept[:] = [(tree, ruled, frozenset(i for i in covered if not _sensitive(tree, i)))]
    return _kept[0][2]


# Worked out once for a tree (which is made anew when a category changes) and a set of rules.
_kept: list[tuple[directory.Tree[directory.CategoryRow], frozenset[int], frozenset[int]]] = []


def _sensitive(tree: directory.Tree[directory.CategoryRow], ident: int) -> bool:
    return any(tree.rows[above].sensitive for above in tree.above(ident))


def _coarse(category_id: int | None, metres: dict[int, int]) -> int:
    """How coarse the nearest rule above wants the place; COARSE_METRES where there is none."""
    tree = directory.categories()
    chain = tree.above(category_id) if category_id else ()
    wanted = next((metres[ident] for ident in chain if ident in metres), 0) or COARSE_METRES
    sensitive = category_id is not None and _sensitive(tree, category_id)
    return max(wanted, SENSITIVE_METRES) if sensitive else wanted


def _candidates(text: str, lon: float | None, lat: float | None, area_id: int | None) -> list[Case]:
    """Lately raised open public cases of the place; of all places when none was told."""
    if area_id is None and lon is not None and lat is not None:
        area_id = directory.area_at(lon, lat)
    words = best_words(text)
    if not words:
        return []
    alike = index.hits_any(words) if area_id is None else []
    found: list[Case] = []
    for part in _parts():
        cases = part.filter(open=True)
        if area_id is not None:
            cases = cases.filter(area_id__in=directory.areas().below(area_id))
        else:
            cases = cases.filter(pk__in=alike)
        found += cases.only("pk", "title", "body", "lon", "lat").order_by("-received_at")[
            :CANDIDATES
        ]
    return found


def _likeness(case: Case, text: str, lon: float | None, lat: float | None) -> float:
    """Shared words from 0 to 1; a case known to be farther than NEAR_METRES is another one."""
    if None not in (lon, lat, case.lon, case.lat):
        metres = haversine(lon, lat, case.lon, case.lat)  # type: ignore[arg-type]
        if metres > NEAR_METRES:
            return 0.0
    return similarity(text, f"{case.title} {case.body}")


def _shown(rows: Iterable[Row]) -> list[PublicCase]:
    rows = list(rows)
    idents = [row.id for row in rows]
    said = {one.case_id: one for one in Publication.objects.filter(case_id__in=idents)}
    counted = Voice.objects.filter(case_id__in=idents).order_by().values_list("case_id")
    voices = dict(counted.annotate(number=Count("pk")))
    return [_public(row, said.get(row.id), voices.get(row.id, 0)) for row in rows]


def _public(row: Row, said: Publication | None, voices: int) -> PublicCase:
    return PublicCase(
        number=row.number,
        title=said.title if said else "",
        words=said.words if said else "",
        category=row.category,
        area_id=row.area_id,
        area=row.area,
        unit=row.unit,
        stage=STAGES[State(row.state)],
        received_at=row.received_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        voices=voices,
        case_id=row.id,
    )
