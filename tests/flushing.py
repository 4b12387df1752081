"""Tests with real transactions end by emptying every table, which the append-only triggers refuse.

Here, and only here, the triggers are taken off for the flush and put back at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from django.apps import apps
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

GUARDS = (
    "huiying.journal.migrations.0002_append_only",
    "huiying.dispatch.migrations.0002_published_rules",
    "huiying.dispatch.migrations.0005_published_editions",
)


def allow_flush() -> None:
    """Make every flush of this process step around the triggers."""
    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        guards = [import_module(name) for name in GUARDS]
        with connection.schema_editor() as schema:
            for guard in guards:
                guard.drop(apps, schema)
        plain(self, list(sql_list))
        with connection.schema_editor() as schema:
            for guard in guards:
                guard.create(apps, schema)

    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
