"""When what somebody follows is worth telling: three reasons, each told once until it is over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    HEAT = "heat"  # it has become hotter than asked for
    AGAIN = "again"  # all its cases had ended, and now one is under way
    VOICES = "voices"  # so many persons more than when it was last told


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of a problem or type at a moment."""

    voices: int
    going: int
    heat: float


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of: a heat from 1 to 99, new voices from 1, coming again.

    None: not this.
    """

    heat: int | None = None
    voices: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What was told already. ``voices``: those told of last; ``hot``: it stands above the wished
    heat; ``ended``: none of its cases was under way."""

    voices: int
    hot: bool
    ended: bool


COOLER = 2.0  # points below the wished heat from which its next rise is news: no flutter


def begin(wish: Wish, now: Standing) -> Seen:
    """What whoever begins to follow has before their eyes: nothing of it is news."""
    hot = wish.heat is not None and now.heat >= wish.heat
    return Seen(now.voices, hot, now.going == 0)


def look(wish: Wish, seen: Seen, now: Standing) -> tuple[list[Why], Seen]:
    """The reasons to tell, and what was told after that.

    Asked again with what it returned, it finds nothing. Fewer voices than before (cases were moved)
    are the new measure, so that who comes after is new.
    """
    why = []
    hot = seen.hot
    if wish.heat is not None:
        hot = now.heat >= (wish.heat - COOLER if seen.hot else wish.heat)
        if hot and not seen.hot:
            why.append(Why.HEAT)
    ended = now.going == 0
    if wish.again and seen.ended and not ended:
        why.append(Why.AGAIN)
    voices = min(seen.voices, now.voices)
    if wish.voices is not None and now.voices - voices >= wish.voices:
        why.append(Why.VOICES)
        voices = now.voices
    return why, Seen(voices, hot, ended)
