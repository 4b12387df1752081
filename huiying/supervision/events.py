"""What is told of reminders. No words of anybody stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class Nudged(Event):
    """``subject_id`` is the nudge; who found it in their inbox are ``people``."""

    topic: ClassVar[str] = "nudge"
    about: str = ""
    parent_id: int | None = None
    unit_id: int | None = None
    what: str = ""
    step: int = 0
    whom: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class OrderMoved(Event):
    """An order was issued or a verb of it done; ``subject_id`` is the order."""

    topic: ClassVar[str] = "order"
    verb: str = ""
    unit_id: int | None = None
    case_id: int | None = None
    kind: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Digested(Event):
    """A person is mailed what waits for them; ``subject_id`` is the person."""

    topic: ClassVar[str] = "digest"
    waiting: int = 0
