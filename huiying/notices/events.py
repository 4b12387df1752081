"""What people do with notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class NoticeResent(Event):
    topic: ClassVar[str] = "notice"
    case_id: int | None = None
    step: str = ""
