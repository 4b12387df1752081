"""The only writer of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from huiying.journal.events import By, Event
from huiying.journal.models import Entry
from huiying.lib.chain import canonical, link
from huiying.statements import Statement

# One lock for the whole chain on PostgreSQL; SQLite's IMMEDIATE transactions already serialise.
CHAIN_LOCK = 0x48554959  # "HUIY"
FIRST = bytes(32)
LAST = Statement(lambda: Entry.objects.order_by("-id").values_list("id", "hash")[:1])
COLUMNS = ("id", "at", "event", "topic", "subject_id", "actor_id", "actor_name", "data", "hash")
INSERT = f"INSERT INTO journal_entry ({', '.join(COLUMNS)}) VALUES"
PLACE = f"({', '.join(['%s'] * len(COLUMNS))})"


def record(event: Event, *, by: By, at: datetime) -> int:
    """Append one event to the chain, in the caller's transaction; returns its place."""
    return record_all([(event, at)], by=by)


def record_all(events: Iterable[tuple[Event, datetime]], *, by: By) -> int:
    """Append several events in order; ``at`` is the moment each happened. Returns the last place.

    Takes the chain lock until the transaction ends, so that ids are gapless and in commit order:
    a reader that has seen entry n has seen all before it. Call it last in a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "journal entries need the change's transaction"
        )
    last_id, last_hash = _tail()
    rows = []
    for event, at in events:
        last_id += 1
        data = canonical(event.data()).decode()
        columns = (last_id, at, event.name, event.topic, event.subject_id, by.id, by.name, data)
        last_hash = link(last_hash, canonical(columns))
        rows.append((columns[0], _moment(at), *columns[2:], last_hash))
    _insert(rows)
    return last_id


def _insert(rows: Sequence[tuple[Any, ...]]) -> None:
    """One prepared statement: building model rows would cost more than all the rest."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(f"{INSERT} {PLACE}", rows)
            return
        for start in range(0, len(rows), 2000):
            part = rows[start : start + 2000]
            values = [value for row in part for value in row]
            cursor.execute(f"{INSERT} {', '.join([PLACE] * len(part))}", values)


def _moment(at: datetime) -> Any:
    """A moment as the database of this process wants it."""
    return connection.ops.adapt_datetimefield_value(at)


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
    last = LAST.first()
    return (last[0], bytes(last[1])) if last else (0, FIRST)
