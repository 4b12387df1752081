"""The only writer of marks: one statement each, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from huiying.marks.keys import digest
from huiying.marks.models import Mark

RELAXED = 1  # SQLite's synchronous=NORMAL: a mark lost in a power cut harms nobody

COUNT = """
INSERT INTO marks_mark (key, count, until) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN marks_mark.until <= %s THEN 1 ELSE marks_mark.count + 1 END,
    until = CASE WHEN marks_mark.until <= %s THEN excluded.until ELSE marks_mark.until END
RETURNING count, until
"""
CLAIM = """
INSERT INTO marks_mark (key, count, until) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE marks_mark.until <= %s
RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many there were in the window, this one included, and when the window ends."""

    count: int
    until: datetime


def count(key: str, *, seconds: int, at: datetime) -> Tries:
    """Count one try; the first of a window opens it for ``seconds``. Exact across processes."""
    ends, now = _moment(at + timedelta(seconds=seconds)), _moment(at)
    with _relaxed(), connection.cursor() as cursor:
        cursor.execute(COUNT, [digest(key), ends, now, now])
        found, until = cursor.fetchone()
    return Tries(int(found), _aware(until))


def claim(key: str, *, seconds: int, at: datetime) -> bool:
    """Whether this is the first to claim a key within ``seconds``.

    Needs the transaction of what the claim is for: both hold or neither does, and a second one
    at the same time waits for the first to end.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a claim needs the change's transaction")
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [digest(key), _moment(at + timedelta(seconds=seconds)), _moment(at)])
        return cursor.fetchone() is not None


def forget(at: datetime) -> int:
    """Remove marks whose time is over; returns how many. By the clock, once an hour."""
    old = Mark.objects.filter(until__lte=at)
    return old.delete()[0] if old.exists() else 0


@contextmanager
def _relaxed() -> Iterator[None]:
    """Without waiting for the disk, where SQLite allows that to change: outside a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        before = int(cursor.fetchone()[0])
        if before <= RELAXED:
            yield
            return
        cursor.execute(f"PRAGMA synchronous={RELAXED}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _aware(value: Any) -> datetime:
    """A moment as the raw statement gives it back: SQLite's are naive texts in UTC."""
    field = Mark._meta.get_field("until")  # noqa: SLF001 (Django documents _meta)
    for convert in connection.ops.get_db_converters(field.cached_col):
        value = convert(value, field.cached_col, connection)
    return value  # type: ignore[no-any-return]
