"""What can happen in consultation. No words of anybody stand here, only that they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class TopicMoved(Event):
    """A topic was raised, put on an agenda, taken off, decided or withdrawn."""

    topic: ClassVar[str] = "topic"
    verb: str = ""
    case_id: int | None = None
    problem_id: int | None = None
    meeting_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingMoved(Event):
    """A meeting was called, held or cancelled."""

    topic: ClassVar[str] = "meeting"
    verb: str = ""
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureMoved(Event):
    """A measure was set, told of or done."""

    topic: ClassVar[str] = "measure"
    verb: str = ""
    topic_id: int | None = None
    unit_id: int | None = None
    due: str = ""
