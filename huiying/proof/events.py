"""Who looked at own cases, and which: numbers of rows only, never the contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class OwnCasesOpened(Event):
    """A contact was proven by a code (``kind``: phone or email); a visit begins."""

    topic: ClassVar[str] = "own"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OwnCasesShown(Event):
    """A page of them was looked at."""

    topic: ClassVar[str] = "own"
    case_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnCasesLeft(Event):
    """Signed out before the time was over."""

    topic: ClassVar[str] = "own"
