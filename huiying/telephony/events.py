"""What happens at the telephone. No number and no words of anybody stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.cases.events import CaseEvent
from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class CallEvent(Event):
    topic: ClassVar[str] = "call"


@dataclass(frozen=True, slots=True)
class CallTold(CallEvent):
    """The exchange told something; ``state`` is the call's afterwards."""

    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class CallerShown(CallEvent):
    """Somebody opened the screen of a call and saw the number and earlier cases."""


@dataclass(frozen=True, slots=True)
class ExtensionTaken(Event):
    """Subject: the person."""

    topic: ClassVar[str] = "extension"
    number: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionLeft(Event):
    topic: ClassVar[str] = "extension"
    number: str = ""


@dataclass(frozen=True, slots=True)
class RecallEvent(Event):
    topic: ClassVar[str] = "recall"


@dataclass(frozen=True, slots=True)
class RecallQueued(RecallEvent):
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecallTaken(RecallEvent):
    """The number was shown to who took it."""


@dataclass(frozen=True, slots=True)
class RecallReleased(RecallEvent):
    pass


@dataclass(frozen=True, slots=True)
class RecallFailed(RecallEvent):
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecallDone(RecallEvent):
    reached: bool = False


@dataclass(frozen=True, slots=True)
class RecallGivenUp(RecallEvent):
    tries: int = 0


@dataclass(frozen=True, slots=True)
class PutThrough(Event):
    """Subject: the transfer."""

    topic: ClassVar[str] = "transfer"
    to: str = ""
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallLinked(CaseEvent):
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallerPutThrough(CaseEvent):
    """On the case: the caller was put through to 110, 119, 120 or 122."""

    to: str = ""
    transfer_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordingLinked(CaseEvent):
    call_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordingShown(CaseEvent):
    """Somebody was shown where the recording lies."""

    call_id: int | None = None
