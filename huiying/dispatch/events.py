"""What can happen between a case and its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.cases.events import CaseEvent
from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class Dispatched(CaseEvent):
    unit_id: int | None = None
    unit: str = ""
    assisting: tuple[int, ...] = ()
    copied: tuple[int, ...] = ()
    rule_id: int | None = None
    level: str = ""
    due_at: str = ""
    handler_id: int | None = None
    handler: str = ""
    binding: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Recalled(CaseEvent):
    unit_id: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Signed(CaseEvent):
    unit_id: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class HandlerNamed(CaseEvent):
    """Who within the unit handles the case 经办人 was named."""

    unit_id: int | None = None
    unit: str = ""
    handler_id: int | None = None
    handler: str = ""


@dataclass(frozen=True, slots=True)
class Transferred(CaseEvent):
    unit_id: int | None = None
    unit: str = ""
    to_unit_id: int | None = None
    to_unit: str = ""


@dataclass(frozen=True, slots=True)
class Returned(CaseEvent):
    unit_id: int | None = None
    unit: str = ""
    proposed_unit_id: int | None = None
    proposed_unit: str = ""
    basis: str = ""
    times: int = 0


@dataclass(frozen=True, slots=True)
class Contacted(CaseEvent):
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progressed(CaseEvent):
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class CalledIn(CaseEvent):
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributed(CaseEvent):
    unit_id: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reported(CaseEvent):
    unit_id: int | None = None
    unit: str = ""
    on_time: bool = True


@dataclass(frozen=True, slots=True)
class ClockAsked(CaseEvent):
    request_id: int | None = None
    kind: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class ClockDecided(CaseEvent):
    request_id: int | None = None
    kind: str = ""
    granted: bool = False
    due_before: str = ""
    due_after: str = ""


@dataclass(frozen=True, slots=True)
class ClockResumed(CaseEvent):
    request_id: int | None = None
    due_after: str = ""


@dataclass(frozen=True, slots=True)
class RulesDrafted(Event):
    topic: ClassVar[str] = "rule_set"
    version: int = 0
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class RuleChanged(Event):
    topic: ClassVar[str] = "rule_set"
    position: int = 0
    rule: str = ""  # not "name": that is the event's own
    act: str = ""


@dataclass(frozen=True, slots=True)
class RulesPublished(Event):
    topic: ClassVar[str] = "rule_set"
    version: int = 0
    rules: int = 0
    digest: str = ""
