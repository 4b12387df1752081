"""What is told of doubts. No event names a picture's content: only who decided what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class DoubtEvent(Event):
    """``subject_id`` is the doubt."""

    topic: ClassVar[str] = "doubt"
    case_id: int | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class DoubtRaised(DoubtEvent):
    unit_id: int | None = None
    amount: int = 0


@dataclass(frozen=True, slots=True)
class DoubtDecided(DoubtEvent):
    founded: bool = False
    why: str = ""
