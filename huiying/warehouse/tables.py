"""What a table of the warehouse is: its columns, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Model, QuerySet

Kind = Literal["text", "integer", "number", "flag", "moment"]
Row = tuple[Any, ...]
STRETCH = 20_000  # rows read and written in one piece: memory does not grow with the table


@dataclass(frozen=True, slots=True)
class Column:
    """``kind``: text, integer, number, flag (true or false) or moment (in UTC)."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A table that an app hands out. ``rows`` gives tuples in the order of ``columns``."""

    name: str
    about: str
    columns: Sequence[Column]
    rows: Callable[[], Iterator[Row]]


def stretches(
    found: QuerySet[Any, Any], fields: Sequence[str], model: type[Model]
) -> Iterator[Row]:
    """All rows in the order of their keys, a stretch at a time."""
    manager = model._default_manager  # noqa: SLF001  Django's documented name
    newest = manager.order_by("pk").values_list("pk", flat=True).last() or 0
    for start in range(0, newest, STRETCH):
        part = found.filter(pk__gt=start, pk__lte=start + STRETCH).order_by("pk")
        yield from part.values_list(*fields)
