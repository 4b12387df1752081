"""Cases as the whole world may read them through the open door. All reads, facts only.

The confidentiality rules decide: never a confidential case, a tip-off, one with an accused, one of
a sensitive category, or one not yet accepted. An editor's "not shown" always wins and an editor's
"shown" opens a case. Where rules name public categories, only those are open; cases that a client
of the open door sent are open in any case, because it sent them to be. Words are only those of
such a client or of an editor, with personal data taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from huiying.cases import people, services
from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.cases.rules.openness import GRID_METRES, box_around, public_address, public_words
from huiying.cases.rules.workflow import (
    DECLINING_LABELS,
    STATE_LABELS,
    Declining,
    State,
)
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind
from huiying.journal import queries as journal
from huiying.lib.geo import haversine, round_for_privacy
from huiying.lib.numbers import parse_number

SOURCE = "open311"  # where a case came from that was sent through the open door
MOST = 1000  # requests in one answer (GeoReport v2)
SMALL_METRES = 2_000
SEARCHED = 20_000  # cases near a place that are looked at
DEEPEST = 100_000  # how far paging goes
CHANGED = ("changed_at", "closed_at")  # the last change of an open case, and of a closed one
NEVER_KINDS = (CaseKind.TIPOFF.value,)
NEVER_STATES = (State.RECEIVED.value, State.VOID.value)
NEVER_DECLINED = (Declining.SECRET.value, Declining.UNLAWFUL.value)
COLUMNS = (
    "id", "number", "source", "title", "body", "address", "area_id", "category_id", "lon", "lat",
    "state", "open", "declining", "lead_unit_id", "received_at", "changed_at", "due_at",
    "closed_at", "reporter__name_sealed", "reporter__name_masked", "publication__title",
    "publication__words",
)  # fmt: skip
# What of the journal everybody may know, and the state a case is in after it.
STEPS: dict[str, State] = {
    "Filed": State.FILED,
    "Dispatched": State.DISPATCHED,
    "Signed": State.HANDLING,
    "Transferred": State.DISPATCHED,
    "Returned": State.RETURNED,
    "Reported": State.REPORTED,
    "SentBack": State.HANDLING,
    "Verified": State.VERIFIED,
    "Answered": State.CLOSED,
    "Declined": State.DECLINED,
    "Merged": State.MERGED,
    "Closed": State.CLOSED,
    "Reopened": State.FILED,
}
ENDED_STEPS = frozenset({"Answered", "Declined", "Merged", "Closed"})

Near = tuple[float, float, float]  # longitude, latitude, metres
Part = tuple[QuerySet[Case], str]  # a list, and the moment that orders it


@dataclass(frozen=True, slots=True)
class Step:
    """Something public that happened to a case. ``closed``: whether it was closed after it."""

    id: int
    number: str
    at: datetime
    closed: bool
    summary: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the open door tells it; moments aware, coordinates WGS-84 degrees."""

    id: int
    number: str
    closed: bool
    notes: str
    service_code: str
    service_name: str
    description: str
    agency: str
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    address: str
    area_code: str
    lon: float | None
    lat: float | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for; None and empty filter nothing. Moments aware, both ends included."""

    codes: tuple[str, ...] = ()
    closed: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    near: Near | None = None
    page: int = 1
    size: int = MOST


def find(wanted: Wanted, *, steps: bool = False) -> list[OpenCase]:
    """A page of open cases, newest first; by the last change when that is what is asked for."""
    first, last = (wanted.page - 1) * wanted.size, wanted.page * wanted.size
    if last > DEEPEST:
        return []
    found = _open().filter(_filters(wanted))
    by_change = wanted.updated_after is not None or wanted.updated_before is not None
    if by_change or wanted.near:
        parts = _changed(found, wanted) if by_change else [(found, "received_at")]
        shown = _by_keys(parts, first, last, wanted.near)
    else:
        shown = _cases(found.order_by("-received_at", "-id")[first:last])
    return with_steps(shown) if steps else shown


def _by_keys(parts: list[Part], first: int, last: int, near: Near | None) -> list[OpenCase]:
    """A page of several lists, each by its own moment; only the page itself is read whole."""
    keys = [key for part, column in parts for key in _keys(part, column, last, near)]
    idents = [ident for _at, ident in sorted(keys, reverse=True)[first:last]]
    by_id: dict[int, OpenCase] = {}
    for start in range(0, len(idents), 500):
        some = Case.objects.filter(pk__in=idents[start : start + 500])
        by_id.update((case.id, case) for case in _cases(some))
    return [by_id[ident] for ident in idents if ident in by_id]


def _keys(
    found: QuerySet[Case], column: str, most: int, near: Near | None
) -> list[tuple[datetime, int]]:
    """Moment and id of the newest of a list; near a place, of those that are shown there."""
    ordered = found.order_by(f"-{column}", "-id")
    if near is None:
        return list(ordered.values_list(column, "pk")[:most])
    teller, keys = _Teller(), []
    rows = ordered.values_list(column, "pk", "source", "category_id", "lon", "lat")
    for at, ident, source, category_id, lon, lat in rows[:SEARCHED].iterator(chunk_size=1000):
        spot = teller.spot(source, category_id, lon, lat)
        if haversine(near[0], near[1], *spot) <= near[2]:
            keys.append((at, ident))
            if len(keys) >= most:
                break
    return keys


def by_numbers(numbers: Sequence[str], *, steps: bool = False) -> list[OpenCase]:
    """The open cases among these public numbers, in the order asked, each once."""
    tidy = list(dict.fromkeys(parse_number(number) or number for number in numbers))[:MOST]
    found: dict[str, OpenCase] = {}
    for start in range(0, len(tidy), 500):
        part = _open().filter(number__in=tidy[start : start + 500])
        found.update((case.number, case) for case in _cases(part))
    shown = [found[number] for number in tidy if number in found]
    return with_steps(shown) if steps else shown


def with_steps(cases: Sequence[OpenCase]) -> list[OpenCase]:
    """The cases with what happened to them, oldest first."""
    by_case: dict[int, list[Step]] = defaultdict(list)
    for step, ident in _steps(journal.of_subjects("case", [case.id for case in cases], STEPS)):
        by_case[ident].append(step)
    return [
        replace(case, steps=tuple(replace(s, number=case.number) for s in by_case[case.id]))
        for case in cases
    ]


def steps_between(start: datetime, end: datetime, *, page: int = 1, size: int = MOST) -> list[Step]:
    """What happened to open cases in a span of time, oldest first: the updates of the city."""
    shown: list[Step] = []
    lines = journal.between("case", STEPS, start, end, skip=(page - 1) * size, most=size)
    pairs = list(_steps(lines))
    numbers: dict[int, str] = {}
    idents = sorted({ident for _step, ident in pairs})
    for first in range(0, len(idents), 500):
        part = _open().filter(pk__in=idents[first : first + 500])
        numbers.update(part.values_list("pk", "number"))
    shown += [replace(step, number=numbers[i]) for step, i in pairs if i in numbers]
    return shown


def _steps(lines: Iterable[journal.Line]) -> Iterable[tuple[Step, int]]:
    words = {event: gettext(STATE_LABELS[state]) for event, state in STEPS.items()}
    for line in lines:
        if line.subject_id is not None:
            closed = line.event in ENDED_STEPS
            yield Step(line.id, "", line.at, closed, words[line.event]), line.subject_id


def _open() -> QuerySet[Case]:
    """The cases that everybody may know of."""
    private = services.book().private_ids
    fair = (
        Q(confidential=False, accused_unit=None, accused_person=None, category__isnull=False)
        & ~Q(kind__in=NEVER_KINDS)
        & ~Q(declining__in=NEVER_DECLINED)
    )
    if private:
        fair &= ~Q(category_id__in=sorted(private))
    ruled = _ruled()
    if ruled is not None:
        fair &= Q(category_id__in=ruled) | Q(source=SOURCE)
    fair &= Q(publication=None) | Q(publication__shown=True)
    by_editor = Q(publication__shown=True, category__isnull=False)
    return Case.objects.filter(fair | by_editor).exclude(state__in=NEVER_STATES)


def _ruled() -> list[int] | None:
    """The categories that rules make public, with all below; None when there are no rules."""
    chosen = PublicRule.objects.filter(active=True).values_list("category_id", flat=True)
    tree = directory.categories()
    covered: set[int] = set().union(*(tree.below(ident) for ident in chosen))
    return sorted(covered) if covered else None


def _filters(wanted: Wanted) -> Q:
    q = Q()
    if wanted.codes:
        q &= Q(category_id__in=services.book().ids_of(wanted.codes))
    if wanted.closed is not None:
        q &= Q(open=not wanted.closed)
    if wanted.start:
        q &= Q(received_at__gte=wanted.start)
    if wanted.end:
        q &= Q(received_at__lte=wanted.end)
    if wanted.near:
        # Wider than asked by the coarsest grid: what counts is the place that is shown.
        lon, lat, metres = wanted.near
        west, south, east, north = box_around(lon, lat, metres + _coarsest())
        box = Q(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)
        # Few cases lie in a small box: found by place first, else by time until there are enough.
        small = metres <= SMALL_METRES
        q &= Q(pk__in=Case.objects.filter(box).values("pk")) if small else box
    return q


def _changed(found: QuerySet[Case], wanted: Wanted) -> list[Part]:
    """By the moment that is shown as the last change: of closed cases their end."""
    parts: list[Part] = []
    for column, is_open in zip(CHANGED, (True, False), strict=True):
        part = found.filter(open=is_open)
        if wanted.updated_after:
            part = part.filter(**{f"{column}__gte": wanted.updated_after})
        if wanted.updated_before:
            part = part.filter(**{f"{column}__lte": wanted.updated_before})
        parts.append((part, column))
    return parts


def _coarsest() -> int:
    return max([GRID_METRES, *_grids().values()])


def _grids() -> dict[int, int]:
    """How coarse a place is shown, by the category of the rule that says so."""
    return dict(PublicRule.objects.values_list("category_id", "coarse_metres"))


def _cases(found: QuerySet[Case]) -> list[OpenCase]:
    teller = _Teller()
    return [
        teller.told(dict(zip(COLUMNS, row, strict=True))) for row in found.values_list(*COLUMNS)
    ]


class _Teller:
    """Tells rows; what all rows share is worked out once."""

    def __init__(self) -> None:
        self.book = services.book()
        self.units = directory.units().rows
        self.areas = directory.areas().rows
        self.states = {state.value: gettext(label) for state, label in STATE_LABELS.items()}
        self.declined = {way.value: gettext(label) for way, label in DECLINING_LABELS.items()}
        self.grids = _grids()

    def told(self, row: dict[str, Any]) -> OpenCase:
        category_id, area_id = row["category_id"], row["area_id"]
        area = self.areas.get(area_id)
        unit = self.units.get(row["lead_unit_id"])
        sent = row["source"] == SOURCE
        lon, lat = row["lon"], row["lat"]
        if lon is not None and lat is not None:
            lon, lat = self.spot(row["source"], category_id, lon, lat)
        return OpenCase(
            id=row["id"],
            number=row["number"],
            closed=not row["open"],
            notes=self.declined.get(row["declining"]) or self.states[row["state"]],
            service_code=self.book.codes[category_id],
            service_name=self.book.names[category_id],
            description=self._words(row, sent=sent),
            agency=unit.label if unit else "",
            received_at=row["received_at"],
            updated_at=row["closed_at"] or row["changed_at"],
            due_at=row["due_at"],
            address=public_address(row["address"]) if sent else self._place(area_id),
            area_code=area.code if area else "",
            lon=lon,
            lat=lat,
        )

    def spot(self, source: str, category_id: int, lon: float, lat: float) -> tuple[float, float]:
        """Where a case is shown: as it was sent here, else the middle of a grid cell."""
        if source == SOURCE:
            return lon, lat
        return round_for_privacy(lon, lat, self._grid(category_id))

    def _words(self, row: dict[str, Any], *, sent: bool) -> str:
        """An editor's words, or those that were sent to be published, or the bare facts."""
        edited = "\n".join(filter(None, (row["publication__title"], row["publication__words"])))
        if edited:
            return edited
        if not sent:
            where = self._place(row["area_id"])
            what = self.book.names[row["category_id"]]
            return f"{what}（{where}）" if where else what
        text, masked = row["body"] or row["title"], row["reporter__name_masked"]
        # Opened only where the surname stands in the text at all.
        known = masked and masked[0] in text
        return public_words(text, people.open_name(row["reporter__name_sealed"]) if known else "")

    def _place(self, area_id: int | None) -> str:
        chain = directory.areas().above(area_id) if area_id else ()
        return "".join(self.areas[ident].name for ident in reversed(chain[:2]))

    def _grid(self, category_id: int) -> int:
        for ident in self.book.tree.above(category_id) if self.grids else ():
            if self.grids.get(ident):
                return self.grids[ident]
        return GRID_METRES
