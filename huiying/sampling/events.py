"""What happens in sampling. Topic ``check``, never ``case``: a case's history must not tell that it
is sampled before the check is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class PlanMoved(Event):
    topic: ClassVar[str] = "plan"
    verb: str = ""
    percent: int = 0


@dataclass(frozen=True, slots=True)
class CheckMoved(Event):
    """A check was drawn, done, given to another inspector or made void."""

    topic: ClassVar[str] = "check"
    verb: str = ""
    case_id: int | None = None
    plan_id: int | None = None
    real: bool | None = None
