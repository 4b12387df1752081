"""All reads of cases: lists, counts, one case with its timeline, look-ups while typing."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases import access, people
from huiying.cases.listing import LOCAL, PAGE, SORTS, Filter, Place, start_of
from huiying.cases.models import Attachment, Case, Cause, Note, Request, SavedFilter
from huiying.cases.rules.workflow import OPEN, STATE_LABELS, State
from huiying.cases.searching import Sought, look
from huiying.directory import queries as directory
from huiying.directory.kinds import Level
from huiying.journal import queries as journal
from huiying.journal.queries import Line
from huiying.lib.coordinates import Point
from huiying.lib.numbers import parse_number
from huiying.statements import Statement

CAUSES = Statement(lambda: Cause.objects.filter(active=True).values_list("pk", "name"))
ROWS_AT_ONCE = 500  # of a long list that is read piece by piece
COUNT_UP_TO = 1000  # lists count this far and then say "more": exact totals cost a scan


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it. The reporter only masked, and not at all when confidential."""

    id: int
    number: str
    title: str
    kind: str
    channel: str
    level: str
    state: str
    received_at: datetime
    due_at: datetime | None
    suspended_until: datetime | None
    closed_at: datetime | None
    lead_unit_id: int | None
    area_id: int | None
    category_id: int | None
    address: str
    returns: int
    confidential: bool
    version: int
    reporter: str

    @property
    def state_label(self) -> str:
        return _(STATE_LABELS[State(self.state)])

    @property
    def open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def unit(self) -> str:
        row = directory.units().rows.get(self.lead_unit_id or 0)
        return row.label if row else ""

    @property
    def area(self) -> str:
        row = directory.areas().rows.get(self.area_id or 0)
        return row.name if row else ""

    @property
    def category(self) -> str:
        row = directory.categories().rows.get(self.category_id or 0)
        return row.name if row else ""


COLUMNS = tuple(f for f in Row.__slots__ if f != "reporter")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the places before and after it."""

    rows: Sequence[Row]
    next: str
    previous: str
    total: int
    more: bool  # there are more than ``total``
    newest: int = 0  # only so many of the newest cases with the words were looked at; 0: all


def cases_for(actor: Actor, wanted: Filter, at: datetime) -> QuerySet[Case]:
    """The cases an actor may see that match the filters, unordered."""
    matching = _matching(actor, wanted, look(wanted.q), at)
    return Case.objects.filter(access.visible_to(actor), matching)


def _parts_for(actor: Actor, wanted: Filter, sought: Sought, at: datetime) -> list[QuerySet[Case]]:
    """The same in parts that do not overlap, each with an index of its own."""
    parts: list[QuerySet[Case]] = []
    earlier, matching = Q(pk__in=()), _matching(actor, wanted, sought, at)
    for part in access.visible_parts(actor):
        own = part & ~earlier if parts else part
        parts.append(Case.objects.filter(own, matching))
        earlier |= part
    return parts


def _matching(actor: Actor, wanted: Filter, sought: Sought, at: datetime) -> Q:
    matching = _conditions(wanted, at)
    if wanted.q:
        matching &= sought.condition(access.reporter_visible_to(actor))
    if wanted.phone or wanted.name:
        matching &= access.reporter_visible_to(actor)
    return matching


def _conditions(w: Filter, at: datetime) -> Q:
    q = _chosen(w) & _person_conditions(w) & _due(w.due, at)
    q &= _below("lead_unit_id", directory.units(), w.unit)
    q &= _below("area_id", directory.areas(), w.area)
    q &= _below("category_id", directory.categories(), w.category)
    if w.since:
        q &= Q(received_at__gte=start_of(w.since))
    if w.until:
        q &= Q(received_at__lt=start_of(w.until) + timedelta(days=1))
    if w.sort in ("due", "closed"):
        q &= Q(**{f"{SORTS[w.sort][0]}__isnull": False})
    return q


def _chosen(w: Filter) -> Q:
    """The filters that are lists of choices or plain values."""
    q = Q()
    for column in ("state", "kind", "channel", "level"):
        values = getattr(w, column)
        if len(values) == 1:
            q &= Q(**{column: values[0]})
        elif values and column == "level":
            # Said by what is left out: nearly every case is of these levels, and an index over
            # them would be walked in place of the one that finds the few cases that are asked.
            q &= ~Q(level__in=sorted(set(Level.values) - set(values)))
        elif values:
            q &= Q(**{f"{column}__in": values})
    if w.cause:
        q &= Q(cause_id=w.cause)
    if w.source:
        q &= Q(source=w.source, source__gt="")  # the second names the partial index
    if w.stage:
        q &= Q(open=w.stage == "open")
    return q & Q(returns__gt=0) if w.returned else q


def _person_conditions(w: Filter) -> Q:
    q = Q()
    for column, kind, value in (("phone_index", "phone", w.phone), ("name_index", "name", w.name)):
        if value:
            found = people.index_of(value, kind)
            q &= Q(**{f"reporter__{column}": found}) if found else Q(pk__in=())
    return q


def _below(column: str, tree: directory.Tree[Any], ident: int | None) -> Q:
    if ident is None:
        return Q()
    members = tree.below(ident)
    return Q(**{column: ident}) if len(members) == 1 else Q(**{f"{column}__in": members})


def _due(which: str, at: datetime) -> Q:
    if which == "overdue":
        return Q(open=True, due_at__lt=at)
    if which == "today":
        end = start_of(at.astimezone(LOCAL).date()) + timedelta(days=1)
        return Q(open=True, due_at__gte=at, due_at__lt=end)
    if which == "soon":
        return Q(open=True, due_at__gte=at, due_at__lt=at + timedelta(hours=24))
    if which == "paused":
        return Q(open=True, suspended_until__gt=at)
    return Q()


def list_cases(
    actor: Actor, wanted: Filter, at: datetime, *, place: str = "", size: int = PAGE
) -> Page:
    """One page of the list, by key and not by offset: page 1,000 costs what page 1 costs."""
    sought = look(wanted.q)
    page = page_of(_parts_for(actor, wanted, sought, at), wanted.sort, place=place, size=size)
    return replace(page, newest=sought.newest)


def page_of(
    found: QuerySet[Case] | list[QuerySet[Case]], sort: str, *, place: str = "", size: int = PAGE
) -> Page:
    """A page of cases in one of the orders, with a count that stops at COUNT_UP_TO.

    ``found`` may be several lists that do not overlap: they are merged in order.
    """
    parts = found if isinstance(found, list) else [found]
    column, descending = SORTS[sort]
    here = Place.parse(place)
    back = here.back if here else False
    down = descending != back
    rows = [row for part in parts for row in _ordered(part, column, here, size + 1, down=down)]
    rows.sort(key=lambda row: (getattr(row, column), row.id), reverse=down)
    further = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    total = _count(parts)
    return Page(
        rows,
        next=_place(rows[-1], column) if rows and (further or back) else "",
        previous=_place(rows[0], column, back=True)
        if rows and here and (further or not back)
        else "",
        total=min(total, COUNT_UP_TO),
        more=total > COUNT_UP_TO,
    )


def _ordered(
    found: QuerySet[Case], column: str, here: Place | None, most: int, *, down: bool
) -> list[Row]:
    """The first rows of one list after a place."""
    if here:
        value, compare = datetime.fromisoformat(here.value), "lt" if down else "gt"
        found = found.filter(
            Q(**{f"{column}__{compare}": value})
            | Q(**{column: value, f"id__{compare}": here.ident})
        )
        # The bound alone lets the index seek; the pair above makes it exact.
        found = found.filter(**{f"{column}__{compare}e": value})
    order = (f"-{column}", "-id") if down else (column, "id")
    return [_row(values) for values in _values(found.order_by(*order)[:most])]


def _count(parts: list[QuerySet[Case]]) -> int:
    total = 0
    for part in parts:
        if total <= COUNT_UP_TO:
            total += part.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    return total


def _place(row: Row, column: str, *, back: bool = False) -> str:
    return Place(getattr(row, column).isoformat(), row.id, back).text()


def _values(found: QuerySet[Case]) -> QuerySet[Case, tuple[Any, ...]]:
    return found.values_list(*COLUMNS, "reporter__name_masked")


def _row(values: tuple[Any, ...]) -> Row:
    row = Row(**dict(zip(COLUMNS, values[:-1], strict=True)), reporter=values[-1] or "")
    return replace(row, reporter="") if row.confidential else row


def rows_for(idents: Sequence[int]) -> list[Row]:
    """Rows by id, in the order given."""
    by_id = {row.id: row for row in map(_row, _values(Case.objects.filter(pk__in=idents)))}
    return [by_id[i] for i in idents if i in by_id]


def places_of(idents: Sequence[int]) -> dict[int, Point]:
    """Where the cases lie that have a place on the map (WGS-84); one query."""
    placed = Case.objects.filter(pk__in=idents, lon__isnull=False, lat__isnull=False)
    found = placed.values_list("pk", "lon", "lat")
    return {ident: Point(lon or 0.0, lat or 0.0) for ident, lon, lat in found}


def count_for(actor: Actor, wanted: Filter, at: datetime) -> int:
    """How many, counted up to COUNT_UP_TO + 1."""
    return _count(_parts_for(actor, wanted, look(wanted.q), at))


def every_id(actor: Actor, wanted: Filter, at: datetime) -> array[int]:
    """The ids of a whole list in its order, 8 bytes a case: for exports, which then read the rows
    in short looks, hold nobody up, and know beforehand how many there are."""
    column, descending = SORTS[wanted.sort]
    order = (f"-{column}", "-id") if descending else (column, "id")
    found = cases_for(actor, wanted, at).order_by(*order).values_list("pk", flat=True)
    return array("q", found.iterator(chunk_size=10_000))


def every_row(idents: Sequence[int]) -> Iterator[Row]:
    """The rows of many ids in their order, a few hundred at a time."""
    for start in range(0, len(idents), ROWS_AT_ONCE):
        yield from rows_for(idents[start : start + ROWS_AT_ONCE])


def number_of(text: str) -> str | None:
    """The public number a person typed, tidied; None when it is not one. Ignores all filters."""
    number = parse_number(text)
    return number if number and Case.objects.filter(number=number).exists() else None


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline with the words and files that belong to it."""

    line: Line
    note: Note | None
    attachments: tuple[Attachment, ...] = ()


def timeline(case: Case) -> list[Moment]:
    """Everything that happened to a case, by whom, when, and what was said; three queries."""
    notes = {note.pk: note for note in Note.objects.filter(case=case)}
    files: dict[int, Attachment] = {
        a.pk: a for a in Attachment.objects.filter(case=case).select_related("file")
    }
    moments = []
    for line in journal.history("case", case.pk):
        attachment = files.get(line.data.get("attachment_id", 0))
        moments.append(
            Moment(
                line,
                notes.get(line.data.get("note_id", 0)),
                (attachment,) if attachment and attachment.removed_at is None else (),
            )
        )
    return moments


def notes_of(case: Case) -> list[Note]:
    """Everything that was said about a case, in order."""
    return list(Note.objects.filter(case=case).order_by("id"))


def requests_of(case: Case) -> list[Request]:
    return list(Request.objects.filter(case=case).select_related("question", "answer", "asked_by"))


def request_by_token(token: str) -> Request | None:
    """A question or task by its link; only what the link's holder may see is used from it."""
    return Request.objects.select_related("case", "question", "answer").filter(token=token).first()


def related(case: Case) -> dict[str, list[Row]]:
    """Master, duplicates, parent and parts of a case, as rows."""
    ids = {
        "master": [case.master_id] if case.master_id else [],
        "duplicates": list(case.duplicates.values_list("pk", flat=True)[:100]),
        "parent": [case.parent_id] if case.parent_id else [],
        "parts": list(case.parts.values_list("pk", flat=True)[:100]),
    }
    by_id = {row.id: row for row in rows_for([i for group in ids.values() for i in group])}
    return {name: [by_id[i] for i in group if i in by_id] for name, group in ids.items()}


def earlier_of(actor: Actor, phone: str, *, most: int = 10) -> list[Row]:
    """The caller's earlier cases, newest first, found by the phone's blind index."""
    digest = people.index_of(phone, "phone")
    if not digest:
        return []
    found = Case.objects.filter(access.reporter_visible_to(actor), reporter__phone_index=digest)
    return [_row(values) for values in _values(found.order_by("-received_at", "-id")[:most])]


def taken_in_today(actor: Actor, at: datetime, *, most: int = 50) -> list[Row]:
    """The cases a person took in since local midnight, newest first."""
    if actor.id is None:
        return []
    midnight = start_of(at.astimezone(LOCAL).date())
    return rows_for(journal.subjects_by(actor.id, "Received", midnight, most=most))


def causes() -> list[tuple[int, str]]:
    """The causes that can be recorded, as (id, name)."""
    return CAUSES.all()


def saved_filters(actor: Actor, desk: str) -> list[SavedFilter]:
    """One's own filters of a desk and those colleagues share."""
    which = Q(owner_id=actor.id) | Q(shared=True)
    return list(SavedFilter.objects.filter(which, desk=desk).select_related("owner")[:60])
