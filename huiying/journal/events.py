"""What an event is: a frozen dataclass in the past tense that names its topic and its subject.

Apps declare their own events, such as ``Signed(case_id=…, unit_id=…)``. Every field becomes part
of the entry's data; none may hold a resident's words or contact data.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: ``topic`` is what kind of thing it happened to, ``subject_id`` which."""

    topic: ClassVar[str]
    subject_id: int

    @property
    def name(self) -> str:
        return type(self).__name__

    def data(self) -> dict[str, Any]:
        """The fields but the subject; None and "" are left out so that rows stay small."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self) if f.name != "subject_id")
        return {name: value for name, value in values if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, as the journal keeps it; ``id`` is None for the system itself."""

    id: int | None
    name: str
