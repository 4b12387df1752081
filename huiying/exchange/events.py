"""What left the house as a file. Filters are told without the words and numbers in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class Exported(Event):
    """``query`` as `cases.saved.told`; ``personal``: "masked" (residents), "staff" or "none"."""

    topic: ClassVar[str] = "export"
    what: str = ""
    kind: str = ""
    query: str = ""
    rows: int = 0
    personal: str = ""
