"""What can happen to people. Names of fields only: contact data and passwords never enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class PersonEvent(Event):
    topic: ClassVar[str] = "person"


@dataclass(frozen=True, slots=True)
class PersonAdded(PersonEvent):
    username: str = ""


@dataclass(frozen=True, slots=True)
class PersonChanged(PersonEvent):
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonDeactivated(PersonEvent):
    pass


@dataclass(frozen=True, slots=True)
class PersonReactivated(PersonEvent):
    pass


@dataclass(frozen=True, slots=True)
class PostEvent(PersonEvent):
    role: str = ""
    unit_id: int = 0
    area_id: int | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class PostGiven(PostEvent):
    pass


@dataclass(frozen=True, slots=True)
class PostChanged(PostEvent):
    """The dates of a post changed; the event carries the new ones."""


@dataclass(frozen=True, slots=True)
class PostTaken(PostEvent):
    pass
