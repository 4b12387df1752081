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


@dataclass(frozen=True, slots=True)
class SnapshotTaken(Event):
    """Tables for analysis were written; called after its second. ``texts``: masked words too."""

    topic: ClassVar[str] = "warehouse"
    rows: int = 0
    texts: bool = False
