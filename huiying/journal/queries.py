"""All reads of the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.journal.actions import FIRST, payload
from huiying.journal.models import Cursor, Entry
from huiying.lib.chain import link


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as others read it, its data decoded."""

    id: int
    at: datetime
    event: str
    topic: str
    subject_id: int | None
    actor_id: int | None
    actor_name: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Proof:
    """What verification found. ``broken`` is the id of the first entry that does not hold."""

    entries: int
    head: str
    broken: int | None = None
    why: str = ""


def line(entry: Entry) -> Line:
    return Line(
        entry.id,
        entry.at,
        entry.event,
        entry.topic,
        entry.subject_id,
        entry.actor_id,
        entry.actor_name,
        json.loads(entry.data),
    )


def history(topic: str, subject_id: int, *, most: int = 500) -> list[Line]:
    """The newest lines about one subject, oldest first."""
    rows = Entry.objects.filter(topic=topic, subject_id=subject_id).order_by("-id")[:most]
    return [line(entry) for entry in reversed(rows)]


def of_subjects(topic: str, subject_ids: Iterable[int], events: Iterable[str]) -> Iterator[Line]:
    """The lines of some kinds about several subjects, each subject's in order."""
    wanted, idents = set(events), sorted(subject_ids)
    for start in range(0, len(idents), 500):
        part = Entry.objects.filter(topic=topic, subject_id__in=idents[start : start + 500])
        for entry in part.order_by("subject_id", "id"):
            if entry.event in wanted:
                yield line(entry)


def between(
    topic: str, events: Iterable[str], start: datetime, end: datetime, *, skip: int, most: int
) -> list[Line]:
    """Lines of some kinds that happened from ``start`` to ``end``, oldest first, a page of them."""
    found = Entry.objects.filter(at__gte=start, at__lte=end, topic=topic, event__in=list(events))
    return [line(entry) for entry in found.order_by("at", "id")[skip : skip + most]]


def span(
    since: datetime | None, till: datetime | None, topic: str = "", *, page: int = 2000
) -> Iterator[tuple[Line, str]]:
    """Every line that happened in ``[since, till)`` with its hash in hex, in the chain's order.

    Read page by page: nobody is held up, and memory stays flat however long the journal is.
    """
    found = Entry.objects.order_by("id")
    if since is not None:
        found = found.filter(at__gte=since)
    if till is not None:
        found = found.filter(at__lt=till)
    if topic:
        found = found.filter(topic=topic)
    last = 0
    while entries := list(found.filter(id__gt=last)[:page]):
        yield from ((line(entry), bytes(entry.hash).hex()) for entry in entries)
        last = entries[-1].id


def subjects_by(actor_id: int, event: str, start: datetime, *, most: int = 100) -> list[int]:
    """What one person did an act to since a moment, newest first; looks at 2,000 of their lines."""
    mine = Entry.objects.filter(actor_id=actor_id).order_by("-id")[:2000]
    found = [
        subject
        for at, name, subject in mine.values_list("at", "event", "subject_id")
        if name == event and at >= start and subject is not None
    ]
    return found[:most]


def since(position: int, *, most: int = 500) -> Iterator[Line]:
    """Lines after a cursor, in order: the feed for readers outside."""
    for entry in Entry.objects.filter(id__gt=position).order_by("id")[:most]:
        yield line(entry)


def verify(*, expect: str | None = None) -> Proof:
    """Walk the whole chain. Finds a changed, missing, added or swapped row, the first one.

    ``expect``: a head hash noted earlier elsewhere; it must occur, or the tail was cut off.
    """
    previous, count, seen = FIRST, 0, expect is None
    for entry in Entry.objects.order_by("id").iterator(chunk_size=5000):
        count += 1
        if entry.id != count:
            return Proof(count - 1, previous.hex(), count, "missing")
        previous = link(previous, payload(entry))
        if previous != bytes(entry.hash):
            return Proof(count - 1, bytes(entry.hash).hex(), entry.id, "changed")
        seen = seen or previous.hex() == expect
    if not seen:
        return Proof(count, previous.hex(), count + 1, "cut")
    return Proof(count, previous.hex())


def lagging() -> list[Cursor]:
    """Subscribers that failed and wait to be looked at."""
    return list(Cursor.objects.filter(failures__gt=0))


def position_of(name: str) -> int:
    """How far a subscriber has read."""
    found = Cursor.objects.filter(name=name).values_list("position", flat=True).first()
    return found or 0


def head_id() -> int:
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def entry(ident: int) -> Line:
    """One line by its place in the chain."""
    return line(Entry.objects.get(pk=ident))
