"""Many rows at once, the same way on both databases: ids reserved, one prepared statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MOST_VALUES = 30_000  # of one statement; SQLite takes 32,766 and PostgreSQL 65,535


class Bulk:
    """Inserts rows of one model from dicts by attname; what a dict lacks gets its default.

    Database constraints hold as always; Python-side hooks (``save``, signals) do not run.
    """

    def __init__(self, model: type[models.Model]) -> None:
        fields = model._meta.concrete_fields  # noqa: SLF001 (Django documents _meta)
        self.table = model._meta.db_table  # noqa: SLF001
        self.key = model._meta.pk.column  # noqa: SLF001
        self.defaults = {field.attname: _default(field) for field in fields}
        self.columns = ", ".join(f'"{field.column}"' for field in fields)
        self.place = "(" + ", ".join(["%s"] * len(fields)) + ")"

    def reserve(self, count: int) -> Sequence[int]:
        """The next ids of the table, in order, in the caller's transaction."""
        if not count:
            return ()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                    [f'"{self.table}"', self.key, count],
                )
                return [row[0] for row in cursor.fetchall()]
            # The transaction holds SQLite's one write lock: nobody takes an id in between.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [self.table])
            row = cursor.fetchone()
        last = int(row[0]) if row else 0
        return range(last + 1, last + 1 + count)

    def insert(self, rows: Iterable[dict[str, Any]]) -> None:
        """Insert rows; moments must be UTC."""
        values = [tuple((self.defaults | row).values()) for row in rows]
        if not values:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._by_statement(cursor, values)
            else:
                cursor.executemany(
                    f"INSERT INTO {self.table} ({self.columns}) VALUES {self.place}",  # noqa: S608
                    values,
                )

    def _by_statement(self, cursor: Any, values: Sequence[tuple[Any, ...]]) -> None:
        size = MOST_VALUES // len(values[0])
        head = f"INSERT INTO {self.table} ({self.columns}) VALUES "  # noqa: S608 (our own names)
        for start in range(0, len(values), size):
            part = values[start : start + size]
            places = ", ".join([self.place] * len(part))
            cursor.execute(head + places, [value for row in part for value in row])


def _default(field: models.Field[Any, Any]) -> Any:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return as_json(value)
    return str(value) if isinstance(value, str) else value  # enumerations become plain text


def moment(value: datetime | None) -> Any:
    """A UTC moment as the database of this process wants it."""
    if value is None or connection.vendor == "postgresql":
        return value
    return value.isoformat(" ").removesuffix("+00:00")


def as_json(value: Any) -> str:
    return _encode(value)
