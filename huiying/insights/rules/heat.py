"""How hot a problem is: five terms, each bounded, that cannot be pushed up by one person.

Every term is ``weight × x / (x + half)``: it grows with ``x``, gives half its weight at ``half``
and never more than its weight. A person counts once however often they write, and so do the likes
of their letters (the most liked one, and no more than :data:`LIKES_OF_ONE`). The sum lies between
0 and 100, 100 excluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LIKES_OF_ONE = 50
RECENT = timedelta(days=30)
WEIGHTS = {  # term: (weight, the amount that gives half of it)
    "voices": (50.0, 12.0),
    "support": (15.0, 60.0),
    "days": (10.0, 10.0),
    "recent": (15.0, 4.0),
    "lasting": (10.0, 90.0),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """One person on one problem: the days they spoke, and the most likes (net) of their letters."""

    days: tuple[date, ...]
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One term: what was counted, and the points it gives."""

    name: str
    amount: int
    points: float


@dataclass(frozen=True, slots=True)
class Heat:
    """The terms in the order of :data:`WEIGHTS`, and their sum."""

    terms: tuple[Term, ...]

    @property
    def points(self) -> float:
        return round(sum(term.points for term in self.terms), 2)


def heat(voices: Iterable[Voice], today: date) -> Heat:
    """The heat of a problem raised by these persons, seen from ``today``.

    voices: distinct persons. support: likes less dislikes, bounded per person. days: different days
    on which somebody spoke for the first time. recent: persons who spoke in the last 30 days.
    lasting: days between the first and the last time that somebody new spoke.
    """
    said = list(voices)
    first = [min(voice.days) for voice in said if voice.days]
    amounts = {
        "voices": len(said),
        "support": sum(max(0, min(voice.likes, LIKES_OF_ONE)) for voice in said),
        "days": len(set(first)),
        "recent": sum(any(today - RECENT < day <= today for day in voice.days) for voice in said),
        "lasting": (max(first) - min(first)).days if first else 0,
    }
    return Heat(tuple(Term(name, amounts[name], points(name, amounts[name])) for name in WEIGHTS))


def points(name: str, amount: int) -> float:
    """What an amount of a term adds to the heat."""
    weight, half = WEIGHTS[name]
    return weight * amount / (amount + half)


def together(heats: float) -> float:
    """The heat of many problems of one matter, from the sum of theirs: bounded by 100 like each.

    ``100 × sum / (sum + 100)``: one more problem always makes it hotter, ever less so.
    """
    return round(100 * heats / (heats + 100), 2)
