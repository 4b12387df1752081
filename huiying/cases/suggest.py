"""While a conversation goes on: the likely category of a text, and cases that may be the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Case
from huiying.cases.queries import Row, rows_for
from huiying.cases.rules.similar import (
    LEAST_LIKE,
    RECENT_DAYS,
    Likeness,
    best,
    best_words,
    likeness,
)
from huiying.cases.rules.workflow import State
from huiying.directory import queries as directory
from huiying.directory.queries import CategoryRow
from huiying.lib.coordinates import Point, haversine
from huiying.lib.text import bigrams, similarity
from huiying.search import index

BY_NAME, BY_CASES = "name", "cases"
WHILE_TYPING = 150  # so many of the newest cases with each word are looked at
LIKE_CASES = 20  # so many similar cases vote
VOTE = 0.5  # what one similar case weighs against a name that occurs word for word
LEAST = 0.34  # a name of which only a small part occurs says nothing
NEWEST_NEAR = 240  # so many of the newest cases around are compared, whatever their words
MOST_AREAS = 24  # a larger part of the city is not "around"
LOCAL_KINDS = ("street", "community", "grid")
SETTLED = (State.VOID, State.MERGED)  # nothing can be added to these


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """A category with its weight and what speaks for it: ``BY_NAME`` or ``BY_CASES``."""

    category: CategoryRow
    weight: float
    because: str
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Hints:
    """What an operator is told of a text that is being typed."""

    twins: Sequence[Twin] = ()
    categories: Sequence[CategoryHint] = ()


def while_typing(
    actor: Actor, text: str, at: datetime, *, area_id: int | None = None, categories: bool = True
) -> Hints:
    """Likely duplicates, and categories where they are wanted: both from one search."""
    near = _alike(text)
    return Hints(
        twins_of(actor, text, at, area_id=area_id, near=near),
        categories_for(actor, text, area_id=area_id, near=near) if categories else (),
    )


def _alike(text: str) -> list[int]:
    """The cases of any age and place that share the most words with a text, best first."""
    return index.hits_any(best_words(text), recent=WHILE_TYPING)


def categories_for(
    actor: Actor,
    text: str,
    *,
    area_id: int | None = None,
    most: int = 5,
    near: Sequence[int] | None = None,
) -> list[CategoryHint]:
    """The likeliest categories of a text, best first; ``near``: what `_alike` found."""
    said = set(bigrams(text))
    if not said:
        return []
    votes: dict[int, int] = defaultdict(int)
    for category_id in _categories_of(actor, text, area_id, _alike(text) if near is None else near):
        votes[category_id] += 1
    hints = []
    for category in usable():
        named, cases = _share(category.name, said), votes[category.id]
        if named < LEAST and not cases:
            continue
        because = BY_CASES if cases * VOTE > named else BY_NAME
        hints.append(CategoryHint(category, named + cases * VOTE, because, cases))
    return sorted(hints, key=lambda hint: (-hint.weight, hint.category.code))[:most]


def usable() -> list[CategoryRow]:
    """The active categories without children of the code set that classifies cases."""
    rows = directory.categories().rows
    parents = {row.parent_id for row in rows.values()}
    code_set = directory.case_code_set()
    return [
        row
        for row in rows.values()
        if row.active
        and row.id not in parents
        and (code_set is None or row.code_set_id == code_set.pk)
    ]


def _share(name: str, said: set[str]) -> float:
    """The share of a name's words that occur in the text, from 0 to 1."""
    words = bigrams(name)
    return sum(word in said for word in words) / len(words) if words else 0.0


def _categories_of(actor: Actor, text: str, area_id: int | None, near: Sequence[int]) -> list[int]:
    """The categories of those among the alike cases that are alike enough, of any age."""
    if not near:
        return []
    found = Case.objects.filter(access.visible_to(actor), pk__in=near)
    if area_id is not None:
        found = found.filter(area_id__in=directory.areas().below(area_id))
    found = found.filter(category_id__isnull=False).order_by("-received_at", "-id")
    scored = [
        (similarity(text, f"{title} {address}"), category)
        for title, address, category in found.values_list("title", "address", "category_id")
    ]
    scored.sort(key=lambda pair: -pair[0])
    return [category for score, category in scored if score >= LEAST_LIKE and category][:LIKE_CASES]


@dataclass(frozen=True, slots=True)
class Twin:
    """A case that may be the same matter, and why."""

    row: Row
    why: Likeness


def twins_of(
    actor: Actor,
    text: str,
    at: datetime,
    *,
    area_id: int | None = None,
    point: Point | None = None,
    without: int | None = None,
    most: int = 8,
    near: Sequence[int] | None = None,
) -> list[Twin]:
    """Likely duplicates of a text: near, of the last RECENT_DAYS days, the likeliest first.

    Candidates are the newest cases that share its words, and the newest of the areas around
    whatever their words; both are bounded, so the cost stays the same as data grows. Where no area
    is given, one that the text names counts for a case but rules none out. ``near``: what `_alike`
    found.
    """
    if not best_words(text):
        return []
    near = _alike(text) if near is None else near
    around = _around([area_id]) if area_id is not None else frozenset()
    named = around or _around(_named(text))
    found: list[tuple[int, Likeness]] = []
    for ident, title, address, place, lon, lat, received_at in _candidates(actor, near, named, at):
        metres = None
        if point and lon is not None and lat is not None:
            metres = round(haversine(point.lon, point.lat, lon, lat))
        same = place in named
        why = likeness(
            text,
            f"{title} {address}",
            days=(at - received_at).days,
            metres=metres,
            same_area=same if around or same else None,
        )
        if why and ident != without:
            found.append((ident, why))
    chosen = dict(best(found, most))
    return [Twin(row, chosen[row.id]) for row in rows_for(list(chosen))]


def twins_of_case(actor: Actor, case: Case, at: datetime) -> list[Twin]:
    """The same for a case that is there: what it could be merged into."""
    text = f"{case.title}\n{case.body[:400]}\n{case.address}"
    point = None
    if case.lon is not None and case.lat is not None:
        point = Point(case.lon, case.lat)
    found = twins_of(actor, text, at, area_id=case.area_id, point=point, without=case.pk)
    return [twin for twin in found if twin.row.open]


def _candidates(
    actor: Actor, near: Sequence[int], areas: frozenset[int], at: datetime
) -> Iterable[tuple[int, str, str, int | None, float | None, float | None, datetime]]:
    """The columns that are compared, of each candidate once; two queries by key."""
    since = at - timedelta(days=RECENT_DAYS)
    sources: list[Sequence[int] | RawSQL] = [near]
    if 0 < len(areas) <= MOST_AREAS:
        sources.append(_newest_of(areas, since))
    seen: set[int] = set()
    for source in sources:
        found = Case.objects.filter(
            access.visible_to(actor), Q(received_at__gte=since), pk__in=source
        ).exclude(state__in=SETTLED)
        columns = ("id", "title", "address", "area_id", "lon", "lat", "received_at")
        for values in found.values_list(*columns):
            if values[0] not in seen:
                seen.add(values[0])
                yield values


def _newest_of(areas: frozenset[int], since: datetime) -> RawSQL:
    """The newest cases of each area: one short walk of the index (area, received_at) per area."""
    one = (
        "SELECT * FROM (SELECT id FROM cases_case WHERE area_id = %s AND received_at >= %s "
        "ORDER BY received_at DESC, id DESC LIMIT %s) AS newest"
    )
    each = NEWEST_NEAR // len(areas)
    start = connection.ops.adapt_datetimefield_value(since)
    values = [value for area in sorted(areas) for value in (area, start, each)]
    union = " UNION ALL ".join([one] * len(areas))
    return RawSQL(union, values)  # noqa: S611 (values are parameters)


def _around(idents: Iterable[int]) -> frozenset[int]:
    """Areas with all below them, and above them up to the street: a case of the community may
    have been recorded for its street only."""
    tree = directory.areas()
    found: set[int] = set()
    for ident in idents:
        found |= tree.below(ident)
        found |= {above for above in tree.above(ident) if tree.rows[above].kind in LOCAL_KINDS}
    return frozenset(found)


def _named(text: str) -> list[int]:
    """The areas whose names stand in a text, without those that only contain another of them."""
    tree = directory.areas()
    named = {row.id for row in tree.rows.values() if row.active and row.name and row.name in text}
    return [ident for ident in named if not (tree.below(ident) - {ident}) & named]
