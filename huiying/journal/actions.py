"""The only writer of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from huiying.journal.events import By, Event
from huiying.journal.models import Entry
from huiying.lib.chain import canonical, link

# One lock for the whole chain on PostgreSQL; SQLite's IMMEDIATE transactions already serialise.
CHAIN_LOCK = 0x48554959  # "HUIY"
FIRST = bytes(32)


def record(event: Event, *, by: By, at: datetime) -> Entry:
    """Append one event to the chain, in the caller's transaction."""
    return record_all([(event, at)], by=by)[0]


def record_all(events: Iterable[tuple[Event, datetime]], *, by: By) -> Sequence[Entry]:
    """Append several events in order with one INSERT; ``at`` is the moment each happened.

    Takes the chain lock until the transaction ends, so that ids are gapless and in commit order:
    a reader that has seen entry n has seen all before it. Call it last in a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "journal entries need the change's transaction"
        )
    last_id, last_hash = _tail()
    entries = []
    for event, at in events:
        last_id += 1
        data = canonical(event.data()).decode()
        entry = Entry(
            id=last_id,
            at=at,
            event=event.name,
            topic=event.topic,
            subject_id=event.subject_id,
            actor_id=by.id,
            actor_name=by.name,
            data=data,
        )
        last_hash = link(last_hash, payload(entry))
        entry.hash = last_hash
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=2000)
    return entries


def payload(entry: Entry) -> bytes:
    """The bytes that an entry's hash covers: every column but the hash."""
    return canonical(
        [
            entry.id,
            entry.at,
            entry.event,
            entry.topic,
            entry.subject_id,
            entry.actor_id,
            entry.actor_name,
            entry.data,
        ]
    )


def _tail() -> tuple[int, bytes]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-id").values_list("id", "hash").first()
    return (last[0], bytes(last[1])) if last else (0, FIRST)
