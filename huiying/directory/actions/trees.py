"""Nodes of a tree: the path is kept right when a node moves, and nothing goes round in a circle.

``path`` is the ids from the root down, with a slash before and after each: ``/1/17/203/``. A
subtree is therefore a prefix.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F, Model, Value
from django.db.models.functions import Concat, Length, Substr

from huiying.directory.actions.core import get
from huiying.directory.models import Area, Category, Unit
from huiying.directory.refusals import GoesRound, ParentEnded, StillUsed, TooDeep

N = TypeVar("N", Area, Unit, Category)
LONGEST = 200  # signs in the column ``path``


def settle(row: N, what: str) -> None:
    """Save a node and bring its path, and those below it, up to date.

    Raises NotFound, GoesRound, ParentEnded, StillUsed and TooDeep.
    """
    model: type[Any] = type(row)
    parent = get(model, row.parent_id, what) if row.parent_id else None
    _check(row, parent)
    new = row.pk is None
    old = "" if new else row.path
    if new:
        row.save()
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    if len(row.path) > LONGEST:
        raise TooDeep(name=str(row))
    deeper = _level(row, parent)
    row.save()
    if not new and old != row.path:
        _move_below(row, old, deeper)


def _check(row: N, parent: Any) -> None:
    new = row.pk is None
    if parent is not None and not new and parent.path.startswith(row.path):
        raise GoesRound(name=str(row), parent=str(parent))
    if row.active and parent is not None and not parent.active:
        raise ParentEnded(name=str(row), parent=str(parent))
    if not row.active and not new:
        below = row.children.filter(active=True).first()
        if below is not None:
            raise StillUsed(name=str(row), below=str(below))


def _level(row: N, parent: Any) -> int:
    """Set the level where nodes have one; how much deeper the node now lies."""
    if not isinstance(row, Category):
        return 0
    before = row.level
    row.level = parent.level + 1 if parent else 1
    return row.level - before


def _move_below(row: Model, old: str, deeper: int) -> None:
    model: Any = type(row)
    path: str = row.path  # type: ignore[attr-defined]
    below = model.objects.filter(path__startswith=old).exclude(pk=row.pk)
    longest = below.annotate(size=Length("path")).order_by("-size").values_list("size", flat=True)
    if (longest.first() or 0) - len(old) + len(path) > LONGEST:
        raise TooDeep(name=str(row))
    moved: dict[str, Any] = {"path": Concat(Value(path), Substr("path", len(old) + 1))}
    if deeper:
        moved["level"] = F("level") + deeper
    below.update(**moved)
