"""Small numbers are not told: few cases in a small place may point at one person. Pure.

A number from 1 to FEW - 1 is hidden. When the hidden ones together could still be worked out from
the total, the next larger line is hidden too (secondary suppression, as statistical offices do).
"""

from __future__ import annotations

from collections.abc import Sequence

FEW = 5


def few(number: int) -> bool:
    return 0 < number < FEW


def hidden(numbers: Sequence[int]) -> frozenset[int]:
    """The places of the lines whose numbers are not told beside their told total."""
    gone = {place for place, number in enumerate(numbers) if few(number)}
    rest = sorted((n, place) for place, n in enumerate(numbers) if n > 0 and place not in gone)
    while gone and rest and (len(gone) < 2 or sum(numbers[place] for place in gone) < FEW):
        gone.add(rest.pop(0)[1])
    return frozenset(gone)


def centile(ordered: Sequence[int], share: float) -> int | None:
    """The value of rank ceil(share·n) of ordered values (nearest rank), None of nothing."""
    if not ordered:
        return None
    rank = max(1, -(-round(share * len(ordered) * 1000) // 1000))
    return ordered[min(rank, len(ordered)) - 1]
