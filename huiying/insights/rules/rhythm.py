"""Whether a problem comes with the season, and when people suddenly spoke of it more or less. Pure.

Both look at the days on which persons spoke and say nothing where chance could have done it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import comb, erfc, log, sqrt

CHANCE = 0.05  # how seldom chance alone may bring what is said here
YEAR, WEEK = timedelta(days=365), timedelta(days=7)
WINDOW = 3  # months of a season
HALF = 0.5  # of a year's voices at least, in every year that counts
MANY = 500
MOST_WEEKS, LEAST_WEEKS = 53, 3  # how far back a change is looked for; weeks on either side of it
LEAST_VOICES = 12
# Twice the logarithm of how much likelier two rates are than one, at the likeliest of some fifty
# weeks. Of the invented years without any change in its test fewer than one of twenty exceed it.
SURE = 11.0


@dataclass(frozen=True, slots=True)
class Season:
    """In the months ``first`` to ``last`` (1 to 12) fell ``share`` of all voices, in ``years``."""

    first: int
    last: int
    share: float
    years: int


@dataclass(frozen=True, slots=True)
class Change:
    """From ``day`` on people spoke ``after`` times a month, before it ``before`` times."""

    day: date
    before: float
    after: float


def season(days: Sequence[date], today: date) -> Season | None:
    """The three months in which a problem comes back, None when it has none.

    Whole years before ``today`` are looked at, two at least, so that each month counts equally
    often. Without a season a voice falls into three given months with a chance of one in four; the
    best of the twelve choices must be so full that chance brings it in less than one of twenty
    cases (binomial test, Bonferroni for twelve), and hold half of the voices in two years or more.
    """
    years = (today - min(days)) // YEAR if days else 0
    if years < 2:
        return None
    said = [
        (day.month, (today - day) // YEAR) for day in days if today - years * YEAR < day <= today
    ]
    by_month = Counter(month for month, _year in said)
    first = max(range(1, 13), key=lambda start: sum(by_month[one] for one in _months(start)))
    window = set(_months(first))
    hits = sum(month in window for month, _year in said)
    if _at_least(hits, len(said), WINDOW / 12) * 12 >= CHANCE:
        return None
    of_year = Counter(year for _month, year in said)
    within = Counter(year for month, year in said if month in window)
    good = sum(within[year] >= HALF * of_year[year] for year in of_year)
    if good < 2:
        return None
    return Season(first, _months(first)[-1], hits / len(said), good)


def change(days: Sequence[date], today: date) -> Change | None:
    """The week of the last year from which on people spoke at another rate, None for none.

    The likeliest place to cut the weeks in two, each part with a steady rate of its own (Poisson),
    if two rates are that much likelier than one (likelihood ratio above SURE). Weeks are counted
    back from ``today``; before the first voice there is nothing to compare.
    """
    back = [(today - day) // WEEK for day in days if timedelta(0) <= today - day]
    if not back:
        return None
    weeks = min(max(back) + 1, MOST_WEEKS)
    counts = [0] * weeks
    for one in back:
        if one < weeks:
            counts[weeks - 1 - one] += 1
    total = sum(counts)
    if total < LEAST_VOICES or weeks < 2 * LEAST_WEEKS:
        return None
    best, where, before = 0.0, 0, 0
    running = sum(counts[: LEAST_WEEKS - 1])
    for cut in range(LEAST_WEEKS, weeks - LEAST_WEEKS + 1):
        running += counts[cut - 1]
        gain = 2 * (_fit(running, cut) + _fit(total - running, weeks - cut) - _fit(total, weeks))
        if gain > best:
            best, where, before = gain, cut, running
    if best <= SURE:
        return None
    day = today - WEEK * (weeks - where) + timedelta(days=1)
    month = 30 / 7
    return Change(day, before / where * month, (total - before) / (weeks - where) * month)


def _months(first: int) -> list[int]:
    """The months of the season that begins with one; December leads on to January."""
    return [(first - 1 + n) % 12 + 1 for n in range(WINDOW)]


def _fit(count: int, weeks: int) -> float:
    """The logarithm of the likelihood of a steady rate, without what is the same for all cuts."""
    return count * log(count / weeks) if count else 0.0


def _at_least(hits: int, tries: int, chance: float) -> float:
    """The chance of so many hits or more; of many tries by the normal curve."""
    if not tries:
        return 1.0
    if tries > MANY:
        spread = sqrt(tries * chance * (1 - chance))
        return 0.5 * erfc((hits - 0.5 - tries * chance) / (spread * sqrt(2)))
    parts = (
        comb(tries, n) * chance**n * (1 - chance) ** (tries - n) for n in range(hits, tries + 1)
    )
    return min(1.0, sum(parts))
