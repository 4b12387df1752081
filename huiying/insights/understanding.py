"""Reading a message with what this installation knows: its areas, and addresses it has learned."""

from __future__ import annotations

from functools import lru_cache

from huiying.directory import queries as directory
from huiying.insights.rules.normal import compared
from huiying.insights.rules.reading import Reading, read

_plain = lru_cache(maxsize=20_000)(compared)


def understand(text: str) -> Reading:
    """What stands in a message; names of active areas are known whatever their ending."""
    rows = directory.areas().rows.values()
    return read(text, [_plain(row.name) for row in rows if row.active])
