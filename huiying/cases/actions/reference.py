"""Reference data of cases: causes, ready texts, keeping periods. Each change is journalled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import Model

from huiying.journal import actions as journal
from huiying.journal.events import By, Event


@dataclass(frozen=True, slots=True)
class ReferencePut(Event):
    """A row of reference data was added or changed; ``fields`` names what was."""

    topic: ClassVar[str] = "reference"
    kind: str = ""
    label: str = ""
    fields: tuple[str, ...] = ()


def put(
    row: Model, *, fields: tuple[str, ...], by: By, at: datetime, then: Callable[[], None]
) -> None:
    """Save a row its form has checked, and what hangs on it (``then``), with a journal line."""
    with transaction.atomic():
        row.save()
        then()
        kind = row._meta.model_name or ""  # noqa: SLF001 (Django documents _meta)
        event = ReferencePut(int(row.pk), kind=kind, label=str(row)[:80], fields=fields)
        journal.record(event, by=by, at=at)
