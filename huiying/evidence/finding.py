"""What a look finds, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.cases.models import Case
from huiying.evidence.rules.signs import Sign


@dataclass(frozen=True, slots=True)
class Finding:
    """``picture`` and ``other``: numbers of their attachments."""

    sign: Sign
    unit_id: int | None
    amount: int = 0
    picture: int | None = None
    other: int | None = None

    def key(self, case: Case) -> str:
        """A picture raises each sign once; a report or an answer once in a cycle."""
        about = f"p{self.picture}" if self.picture else f"{case.pk}/{case.cycle}"
        return f"{self.sign}:{about}"
