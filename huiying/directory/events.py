"""What can happen to reference data. Codes, ids and field names; a border only as a digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class Added(Event):
    """``key`` names the new row: a code, a standard, a date."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Changed(Event):
    """``changes``: field → [before, after]."""

    key: str = ""
    changes: dict[str, list[Any]] | None = None


@dataclass(frozen=True, slots=True)
class UnitAdded(Added):
    topic: ClassVar[str] = "unit"


@dataclass(frozen=True, slots=True)
class UnitChanged(Changed):
    topic: ClassVar[str] = "unit"


@dataclass(frozen=True, slots=True)
class AreaAdded(Added):
    topic: ClassVar[str] = "area"


@dataclass(frozen=True, slots=True)
class AreaChanged(Changed):
    topic: ClassVar[str] = "area"


@dataclass(frozen=True, slots=True)
class AliasAdded(Added):
    topic: ClassVar[str] = "area"


@dataclass(frozen=True, slots=True)
class AliasChanged(Changed):
    topic: ClassVar[str] = "area"


@dataclass(frozen=True, slots=True)
class AliasRemoved(Added):
    topic: ClassVar[str] = "area"


@dataclass(frozen=True, slots=True)
class CodeSetAdded(Added):
    topic: ClassVar[str] = "code_set"


@dataclass(frozen=True, slots=True)
class CodeSetChanged(Changed):
    topic: ClassVar[str] = "code_set"


@dataclass(frozen=True, slots=True)
class CategoryAdded(Added):
    topic: ClassVar[str] = "category"


@dataclass(frozen=True, slots=True)
class CategoryChanged(Changed):
    topic: ClassVar[str] = "category"


@dataclass(frozen=True, slots=True)
class ConditionsSet(Event):
    """The conditions for filing 立案条件 of a class were replaced; how many it had and has."""

    topic: ClassVar[str] = "category"
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class CrossWalkAdded(Added):
    """The subject is the source class, ``target_id`` what it reads as."""

    topic: ClassVar[str] = "category"
    target_id: int = 0


@dataclass(frozen=True, slots=True)
class CrossWalkChanged(Changed):
    topic: ClassVar[str] = "category"
    target_id: int = 0


@dataclass(frozen=True, slots=True)
class CrossWalkRemoved(Added):
    topic: ClassVar[str] = "category"
    target_id: int = 0


@dataclass(frozen=True, slots=True)
class CalendarAdded(Added):
    topic: ClassVar[str] = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarChanged(Changed):
    topic: ClassVar[str] = "calendar"


@dataclass(frozen=True, slots=True)
class CalendarDaysAdded(Event):
    topic: ClassVar[str] = "calendar"
    first: str = ""
    last: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDaysChanged(Event):
    """``changes``: ISO date → [working before, working after]."""

    topic: ClassVar[str] = "calendar"
    changes: dict[str, list[Any]] | None = None


@dataclass(frozen=True, slots=True)
class PolicyAdded(Added):
    topic: ClassVar[str] = "policy"


@dataclass(frozen=True, slots=True)
class PolicyChanged(Changed):
    topic: ClassVar[str] = "policy"


@dataclass(frozen=True, slots=True)
class PolicyEnded(Event):
    """A later edition took over, or it was ended; ``effective_to`` is the first day without."""

    topic: ClassVar[str] = "policy"
    effective_to: str = ""
