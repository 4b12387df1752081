"""How sure a rate is. Ninety-seven of a hundred and one of one are not the same 97 %."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


def wilson(successes: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a proportion, as fractions from 0 to 1.

    ``z`` 1.96 gives 95 % confidence. Nothing observed says nothing: (0, 1). Unlike the usual
    normal approximation it stays inside 0…1 and is honest for few cases and rates near 100 %
    (E. B. Wilson, JASA 22, 1927). Raises ``ValueError`` unless 0 ≤ successes ≤ total and z ≥ 0.
    """
    if not 0 <= successes <= total:
        raise ValueError(f"successes must lie within 0…{total}, got {successes}")
    if z < 0:
        raise ValueError(f"z must not be negative, got {z}")
    if not total:
        return 0.0, 1.0
    rate = successes / total
    scale = 1 + z * z / total
    centre = (rate + z * z / (2 * total)) / scale
    reach = z * sqrt(rate * (1 - rate) / total + z * z / (4 * total * total)) / scale
    # At the borders rounding would leave the bound a hair away from the exact 0 or 1.
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == total else min(1.0, centre + reach)
    return low, high


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its volume and its 95 % interval (Wilson); None without anything to divide."""

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.hits, self.total) if self.total else None

    @property
    def span(self) -> str:
        """The interval as people read it: ``91.2%–97.4%``; "" without anything to divide."""
        low, high = self.interval or (0.0, 0.0)
        return f"{low:.1%}–{high:.1%}" if self.total else ""
