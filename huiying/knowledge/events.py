"""What can happen to an article, and that one served as the answer to a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.cases.events import CaseEvent
from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class ArticleEvent(Event):
    topic: ClassVar[str] = "article"


@dataclass(frozen=True, slots=True)
class ArticleWritten(ArticleEvent):
    unit_id: int | None = None
    number: int = 1


@dataclass(frozen=True, slots=True)
class ArticleEdited(ArticleEvent):
    """``number`` of the new version, 0 where only the card around the words was changed."""

    number: int = 0
    fields: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePublished(ArticleEvent):
    number: int = 0
    public: bool = False


@dataclass(frozen=True, slots=True)
class ArticleReviewed(ArticleEvent):
    until: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRetired(ArticleEvent):
    why: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRestored(ArticleEvent):
    pass


@dataclass(frozen=True, slots=True)
class ArticleUsed(CaseEvent):
    """On the case: which article, in which version, its answer came from."""

    article_id: int | None = None
    number: int = 0
