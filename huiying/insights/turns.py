"""Whose turn it is to change who is with whom: at most one at a time, and nobody waits long.

Comparing texts takes seconds, and on SQLite whoever writes holds up every other writer. So the
comparing happens before the turn is taken; if somebody else had a turn meanwhile, it is done again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from huiying.insights.models import Turn

T = TypeVar("T")
TRIES = 4  # after that the work is done within the turn, however long it takes


def settle(prepare: Callable[[], Callable[[], T]]) -> T:
    """Prepare a change, then make it: ``prepare`` only reads and returns what writes, quickly."""
    for _try in range(TRIES):
        seen = _number()
        write = prepare()
        with transaction.atomic():
            if take() == seen:
                return write()
    with transaction.atomic():
        take()
        return prepare()()


def take() -> int:
    """Have the turn until the transaction ends; returns how many there were before."""
    row, _made = Turn.objects.select_for_update().get_or_create(pk=1)
    before = row.number
    row.number = before + 1
    row.save(update_fields=["number"])
    return before


def _number() -> int:
    return Turn.objects.filter(pk=1).values_list("number", flat=True).first() or 0
