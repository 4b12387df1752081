"""Whether a problem is growing: two equal stretches of time compared, chance considered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from math import comb, erfc, sqrt

STRETCH = timedelta(days=30)
MANY = 500
CHANCE = 0.05  # how seldom chance alone may bring the difference


class Trend(StrEnum):
    NEW = "new"  # 新出现: nobody spoke before the last stretch
    RISING = "rising"  # 上升
    STEADY = "steady"  # 平稳
    FALLING = "falling"  # 下降
    QUIET = "quiet"  # 沉寂: nobody spoke in the last two stretches


def trend(days: Sequence[date], today: date) -> Trend:
    """The trend of the days on which persons spoke, seen from ``today``.

    Rising or falling: if both stretches were alike, each voice of the two would fall into the last
    one like the toss of a coin; more heads (or tails) than in one of twenty games is a trend
    (binomial sign test, one-sided).
    """
    lately, before = stretches(days, today)
    return judged(lately, before, new=not any(day <= today - STRETCH for day in days))


def stretches(days: Sequence[date], today: date) -> tuple[int, int]:
    """How many of the days lie in the last stretch, and how many in the one before it."""
    lately = sum(today - STRETCH < day <= today for day in days)
    before = sum(today - 2 * STRETCH < day <= today - STRETCH for day in days)
    return lately, before


def judged(lately: int, before: int, *, new: bool) -> Trend:
    """The trend of so many voices in two equal stretches; ``new``: nobody spoke before the last."""
    if not lately + before:
        return Trend.QUIET
    if lately and new:
        return Trend.NEW
    if _at_least(lately, lately + before) < CHANCE:
        return Trend.RISING
    if _at_least(before, lately + before) < CHANCE:
        return Trend.FALLING
    return Trend.STEADY


def _at_least(heads: int, tosses: int) -> float:
    """The chance of so many heads or more.

    Above MANY tosses by the normal curve with half a step of correction: a type of a whole city
    has thousands of voices, and the exact sum of their fractions costs more than it tells.
    """
    if tosses > MANY:
        return 0.5 * erfc((heads - 0.5 - tosses / 2) / sqrt(tosses / 2))
    return float(sum(comb(tosses, n) for n in range(heads, tosses + 1)) / 2**tosses)
