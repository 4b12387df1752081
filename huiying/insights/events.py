"""What people can decide about common problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class ProblemEvent(Event):
    topic: ClassVar[str] = "problem"


@dataclass(frozen=True, slots=True)
class ProblemsJoined(ProblemEvent):
    """All cases of ``gone`` went to the problem that the event is about."""

    gone: int = 0


@dataclass(frozen=True, slots=True)
class CasesMoved(ProblemEvent):
    """Cases were put into the problem it is about; ``founded``: it was made for them."""

    cases: tuple[int, ...] = ()
    left: int = 0
    founded: bool = False


@dataclass(frozen=True, slots=True)
class ProblemNamed(ProblemEvent):
    """Somebody gave it a title, or let it be called after its cases again."""

    by_hand: bool = True
