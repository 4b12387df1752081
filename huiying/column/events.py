"""What can happen to an exposure. No words of anybody stand here, only that they were given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class ColumnEvent(Event):
    topic: ClassVar[str] = "exposure"


@dataclass(frozen=True, slots=True)
class ExposureDrafted(ColumnEvent):
    case_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExposureEdited(ColumnEvent):
    fields: str = ""


@dataclass(frozen=True, slots=True)
class PicturesAdded(ColumnEvent):
    moment: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class PictureBoxed(ColumnEvent):
    picture_id: int | None = None
    boxes: int = 0


@dataclass(frozen=True, slots=True)
class PictureRemoved(ColumnEvent):
    picture_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExposurePublished(ColumnEvent):
    due: str = ""


@dataclass(frozen=True, slots=True)
class TermChanged(ColumnEvent):
    due_before: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class ExposureAnswered(ColumnEvent):
    round: int = 0
    photos: int = 0


@dataclass(frozen=True, slots=True)
class ExposureRechecked(ColumnEvent):
    round: int = 0
    passed: bool = False
    due: str = ""


@dataclass(frozen=True, slots=True)
class ExposureClosed(ColumnEvent):
    pass


@dataclass(frozen=True, slots=True)
class ExposureRelapsed(ColumnEvent):
    round: int = 0
    due: str = ""


@dataclass(frozen=True, slots=True)
class ExposureWithdrawn(ColumnEvent):
    pass


@dataclass(frozen=True, slots=True)
class CommentSent(ColumnEvent):
    comment_id: int | None = None


@dataclass(frozen=True, slots=True)
class CommentDecided(ColumnEvent):
    comment_id: int | None = None
    shown: bool = False
    reason: str = ""
