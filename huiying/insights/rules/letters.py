"""What is learned from and judged. Pure, and light: the mathematics is loaded only where needed."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 30_000  # examples a model is learned from: the newest ones are taken


@dataclass(frozen=True, slots=True)
class Letter:
    """A message; the title may be empty."""

    title: str
    body: str = ""
