"""What can happen when a result is checked and the person is asked."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.cases.events import CaseEvent


@dataclass(frozen=True, slots=True)
class Verified(CaseEvent):
    verification_id: int | None = None
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class SentBack(CaseEvent):
    unit_id: int | None = None
    due_at: str = ""


@dataclass(frozen=True, slots=True)
class CalledBack(CaseEvent):
    call_back_id: int | None = None
    unit_id: int | None = None
    cycle: int = 1
    reached: bool = False
    contacted: bool | None = None
    responded: bool | None = None
    solved: str = ""
    satisfied: str = ""


@dataclass(frozen=True, slots=True)
class ExcuseAsked(CaseEvent):
    excuse_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExcuseDecided(CaseEvent):
    excuse_id: int | None = None
    granted: bool = False
