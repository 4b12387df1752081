"""What can happen to a whistle. No words of anybody stand here, only that they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.cases.events import CaseEvent
from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class WhistleEvent(Event):
    topic: ClassVar[str] = "whistle"


@dataclass(frozen=True, slots=True)
class WhistleBlown(WhistleEvent):
    street_id: int | None = None
    kind: str = ""
    cases: str = ""  # ids


@dataclass(frozen=True, slots=True)
class Whistled(CaseEvent):
    """The same, told to each case it is about."""

    whistle_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitSummoned(WhistleEvent):
    unit_id: int | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class SummonsMoved(WhistleEvent):
    """A verb of a summons was done: signed, refused, ruled on, arrived, contributed."""

    unit_id: int | None = None
    verb: str = ""
    due: str = ""
    photo: bool = False


@dataclass(frozen=True, slots=True)
class WhistleConcluded(WhistleEvent):
    result: str = ""
    missed: int = 0


@dataclass(frozen=True, slots=True)
class WhistleWithdrawn(WhistleEvent):
    pass


@dataclass(frozen=True, slots=True)
class WhistleRated(WhistleEvent):
    unit_id: int | None = None
    side: str = ""
    mark: int = 0
