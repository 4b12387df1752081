"""What can happen to a case as such. References and digests only, never a resident's words."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from huiying.journal.events import Event


def digest(text: str) -> str:
    """What the journal keeps of a text: enough to prove it, nothing to read."""
    return sha256(text.encode()).hexdigest()[:32] if text else ""


@dataclass(frozen=True, slots=True)
class CaseEvent(Event):
    """``note_id`` and ``words`` (a digest) point at the prose that was given with the act."""

    topic: ClassVar[str] = "case"
    note_id: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Received(CaseEvent):
    number: str = ""
    kind: str = ""
    channel: str = ""
    source: str = ""
    area_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filed(CaseEvent):
    pass


@dataclass(frozen=True, slots=True)
class Answered(CaseEvent):
    pass


@dataclass(frozen=True, slots=True)
class Declined(CaseEvent):
    way: str = ""


@dataclass(frozen=True, slots=True)
class Voided(CaseEvent):
    pass


@dataclass(frozen=True, slots=True)
class Noted(CaseEvent):
    pass


@dataclass(frozen=True, slots=True)
class PersonTold(CaseEvent):
    pass


@dataclass(frozen=True, slots=True)
class Asked(CaseEvent):
    request_id: int | None = None
    to: str = ""
    due_at: str = ""


@dataclass(frozen=True, slots=True)
class RequestAnswered(CaseEvent):
    request_id: int | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class RequestExpired(CaseEvent):
    request_id: int | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class RequestWithdrawn(CaseEvent):
    request_id: int | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Attached(CaseEvent):
    attachment_id: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentRemoved(CaseEvent):
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class AttachmentShared(CaseEvent):
    """Shown to the person (``to_person`` True), or no longer."""

    attachment_id: int | None = None
    to_person: bool = False


@dataclass(frozen=True, slots=True)
class Classified(CaseEvent):
    """``changes``: field → [before, after], ids or codes."""

    changes: dict[str, list[object]] | None = None


@dataclass(frozen=True, slots=True)
class CauseSet(CaseEvent):
    cause_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReporterCorrected(CaseEvent):
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactProven(CaseEvent):
    """A code that was sent to the reporter's contact came back; ``kind``: phone or email."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class ReporterShown(CaseEvent):
    """Somebody looked at the name and phone of a reporter: every access leaves a line."""

    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Merged(CaseEvent):
    master_id: int | None = None


@dataclass(frozen=True, slots=True)
class DuplicateTaken(CaseEvent):
    duplicate_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unmerged(CaseEvent):
    master_id: int | None = None


@dataclass(frozen=True, slots=True)
class SplitOff(CaseEvent):
    part_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed(CaseEvent):
    closing: str = ""
    cycle: int = 1


@dataclass(frozen=True, slots=True)
class Reopened(CaseEvent):
    cycle: int = 1


@dataclass(frozen=True, slots=True)
class Anonymised(CaseEvent):
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Destroyed(CaseEvent):
    number: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Imported(CaseEvent):
    """A row of a file created or changed this case; ``fields`` are the names that changed."""

    run_id: int | None = None
    created: bool = False
    fields: tuple[str, ...] = ()
