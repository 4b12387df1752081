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
class PasswordLinkGiven(PersonEvent):
    """An administrator made a link with which the person sets a new password, once."""


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


@dataclass(frozen=True, slots=True)
class ApiKeyEvent(Event):
    """Something about a key of another system; the secret never enters."""

    topic: ClassVar[str] = "api_key"
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ApiKeyGiven(ApiKeyEvent):
    key_name: str = ""
    scopes: tuple[str, ...] = ()
    person_id: int | None = None
    per_minute: int = 0


@dataclass(frozen=True, slots=True)
class ApiKeyRevoked(ApiKeyEvent):
    pass
