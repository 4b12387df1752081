"""What can happen around passing cases on: references only, neither words nor contact data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.cases.events import CaseEvent
from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class PassedOn(CaseEvent):
    """``identity``: the person agreed that name and phone are told as well."""

    passing_id: int | None = None
    server: str = ""
    service: str = ""
    identity: bool | None = None


@dataclass(frozen=True, slots=True)
class PassingArrived(CaseEvent):
    passing_id: int | None = None
    server: str = ""
    foreign_number: str = ""


@dataclass(frozen=True, slots=True)
class PassingFailed(CaseEvent):
    passing_id: int | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class PassingEnded(CaseEvent):
    """The other side has closed it there; the case itself goes on until its unit reports."""

    passing_id: int | None = None
    server: str = ""
    foreign_number: str = ""


@dataclass(frozen=True, slots=True)
class PassingResent(CaseEvent):
    passing_id: int | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class PassingStopped(CaseEvent):
    passing_id: int | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class ServerEvent(Event):
    topic: ClassVar[str] = "relay_server"
    server: str = ""


@dataclass(frozen=True, slots=True)
class ServerAdded(ServerEvent):
    address: str = ""


@dataclass(frozen=True, slots=True)
class ServerChanged(ServerEvent):
    what: str = ""
