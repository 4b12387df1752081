"""Pictures of the brief, drawn here as SVG: they print, and need no script. All lengths in units
of the drawing; the words and numbers stand in a table as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 640.0, 200.0
TOP, FOOT, LEFT = 16.0, 24.0, 36.0
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """A day: its bars (this week, the week before), its label below the middle."""

    label: str
    middle: float
    now: Bar
    before: Bar
    value: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side; ``lines`` are heights with their numbers."""

    groups: Sequence[Group]
    lines: Sequence[tuple[float, int]]
    foot: float = HIGH - FOOT
    wide: float = WIDE
    high: float = HIGH
    left: float = LEFT


def columns(found: Sequence[tuple[str, int, int]]) -> Columns:
    """Columns of (label, this week, the week before)."""
    top = scale(max((max(now, before) for _label, now, before in found), default=0))
    room = (WIDE - LEFT) / max(1, len(found))
    side = room * 0.32

    def bar(x: float, value: int) -> Bar:
        height = (HIGH - TOP - FOOT) * value / top
        return Bar(round(x, 1), round(HIGH - FOOT - height, 1), round(side, 1), round(height, 1))

    groups = []
    for n, (label, now, before) in enumerate(found):
        middle = LEFT + room * (n + 0.5)
        groups.append(
            Group(label, round(middle, 1), bar(middle, now), bar(middle - side, before), now)
        )
    lines = [
        (round(HIGH - FOOT - (HIGH - TOP - FOOT) * part / 2, 1), top * part // 2) for part in (1, 2)
    ]
    return Columns(groups, lines)


def scale(most: int) -> int:
    """The next even number that is easy to read and not below ``most``: 2, 4, 10, 20, 40, 100, …"""
    size = 2
    while True:
        for step in STEPS:
            if size * step >= most:
                return size * step
        size *= 10


def part_of(value: int, most: int) -> float:
    """The length of a bar of at most 100."""
    return round(100 * value / most, 1) if most else 0.0
