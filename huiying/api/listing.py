"""What a list is asked for: the filters of the search desk, and how a page goes on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from django.http import HttpRequest
from ninja import Field, Schema
from ninja.errors import ValidationError

from huiying.api.refusals import BadCursor
from huiying.cases.kinds import Channel
from huiying.cases.listing import Filter, Place
from huiying.cases.rules.workflow import State
from huiying.directory.kinds import CaseKind, Level

MOST = 200
Ident = Annotated[int, Field(ge=1, le=2**53)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
T = TypeVar("T")


class Due(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    PAUSED = "paused"


class Stage(StrEnum):
    OPEN = "open"
    ENDED = "ended"


class Sort(StrEnum):
    NEW = "new"
    OLD = "old"
    DUE = "due"
    CLOSED = "closed"


class CaseQuery(Schema):
    """The filters of the search desk; several values of one name may each match."""

    q: str = Field("", max_length=200, description="Words, or a case's number.")
    state: list[State] = Field([])
    kind: list[CaseKind] = Field([])
    channel: list[Channel] = Field([])
    level: list[Level] = Field([])
    unit: Ident | None = Field(None, description="The lead unit or one below it.")
    area: Ident | None = None
    category: Ident | None = None
    cause: Ident | None = None
    due: Due | None = None
    stage: Stage | None = None
    returned: bool = Field(False, description="Only cases that were returned at least once.")
    since: Day | None = Field(None, description="Received on or after this day.")
    until: Day | None = Field(None, description="Received on or before this day.")
    source: str = Field("", max_length=40)
    sort: Sort = Sort.NEW
    cursor: str = Field("", max_length=400)
    limit: int = Field(50, ge=1, le=MOST)

    def wanted(self) -> Filter:
        """As the search desk's own filter. Raises BadCursor."""
        if self.cursor and Place.parse(self.cursor) is None:
            raise BadCursor
        several = ("state", "kind", "channel", "level")
        given: dict[str, Any] = {
            name: tuple(str(value.value) for value in getattr(self, name)) for name in several
        }
        same = ("unit", "area", "category", "cause", "returned", "since", "until", "source")
        given |= {name: getattr(self, name) for name in same}
        return Filter(
            q=self.q.strip(),
            due=self.due.value if self.due else "",
            stage=self.stage.value if self.stage else "",
            sort=self.sort.value,
            **given,
        )


class Listed(Schema, Generic[T]):
    """A page of a list; ``next`` is the cursor of the next one, null at the end."""

    items: list[T]
    next: str | None


def strict(request: HttpRequest, *names: str) -> None:
    """A parameter nobody knows is a slip, so it is told and not passed over."""
    if unknown := sorted(set(request.GET) - set(names)):
        raise ValidationError(
            [{"loc": ("query", name[:40]), "msg": "Unknown parameter"} for name in unknown[:20]]
        )
