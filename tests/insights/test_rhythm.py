"""A season is said of what comes back every year, a change of what jumped; of chance neither."""

from __future__ import annotations

from datetime import date, timedelta
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.rhythm import _at_least, change, season

TODAY = date(2026, 3, 10)
DAYS = st.lists(st.integers(0, 1500).map(lambda n: TODAY - timedelta(days=n)), max_size=80)


def weekly(*counts: int) -> list[date]:
    """So many voices in each week, the last week ending today."""
    last = len(counts) - 1
    return [
        TODAY - timedelta(days=7 * (last - week) + n % 7)
        for week, count in enumerate(counts)
        for n in range(count)
    ]


def of_months(year: int, **counts: int) -> list[date]:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return [
        date(year, names.index(month) + 1, 2 + n)
        for month, many in counts.items()
        for n in range(many)
    ]


def test_heating_comes_back_every_winter() -> None:
    days = [
        day for year in (2022, 2023, 2024, 2025) for day in of_months(year, nov=5, jan=3, jun=1)
    ]
    found = season(days, TODAY)
    assert found is not None
    assert (found.first, found.last) == (11, 1)
    assert found.years >= 2
    assert found.share > 0.8


def test_one_bad_summer_is_no_season() -> None:
    days = of_months(2024, jul=20, aug=10) + of_months(2023, jan=1, apr=2, sep=2, nov=1)
    assert season(days, TODAY) is None


def test_less_than_two_years_say_nothing_of_seasons() -> None:
    assert season(of_months(2025, jun=20, jul=20), TODAY) is None
    assert season([], TODAY) is None


def test_the_week_in_which_it_jumped_is_found() -> None:
    found = change(weekly(*[1] * 20, *[6] * 8), TODAY)
    assert found is not None
    assert found.day == TODAY - timedelta(days=8 * 7 - 1)
    assert (round(found.before, 1), round(found.after, 1)) == (4.3, 25.7)


def test_what_was_mended_is_found_too() -> None:
    found = change(weekly(*[5] * 10, *[0] * 20), TODAY)
    assert found is not None
    assert found.after == 0
    assert found.day == TODAY - timedelta(days=20 * 7 - 1)


def test_a_steady_stream_and_few_voices_have_no_change() -> None:
    assert change(weekly(*[3] * 40), TODAY) is None
    assert change(weekly(0, 0, 0, 0, 0, 0, 3, 3), TODAY) is None
    assert change([], TODAY) is None


@pytest.mark.parametrize("rate", [0.4, 1.0, 4.0])
def test_of_a_hundred_quiet_years_few_are_said_to_have_changed(rate: float) -> None:
    chance = Random(f"quiet {rate}")
    wrong = 0
    for _year in range(300):
        days = [
            TODAY - timedelta(days=n) for n in range(371) for _ in range(_poisson(chance, rate / 7))
        ]
        wrong += change(days, TODAY) is not None
    assert wrong <= 300 * 0.05


def test_of_a_hundred_evenly_spread_problems_few_are_said_to_have_a_season() -> None:
    chance = Random("even")
    even = [
        [TODAY - timedelta(days=chance.randrange(3 * 365)) for _ in range(60)]
        + [TODAY - timedelta(days=3 * 365)]
        for _ in range(300)
    ]
    assert sum(season(days, TODAY) is not None for days in even) <= 300 * 0.05


def _poisson(chance: Random, rate: float) -> int:
    count, left = 0, chance.expovariate(1)
    while left < rate:
        count, left = count + 1, left + chance.expovariate(1)
    return count


@given(DAYS)
def test_what_is_said_lies_within_the_days_and_does_not_hang_on_their_order(
    days: list[date],
) -> None:
    found = change(days, TODAY)
    assert found == change(sorted(days), TODAY)
    if found is not None:
        assert min(days) < found.day <= TODAY
        assert found.before != found.after
    come_back = season(days, TODAY)
    assert come_back == season(sorted(days), TODAY)
    if come_back is not None:
        assert 0.25 < come_back.share <= 1
        assert come_back.years >= 2


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_tail_is_that_of_the_binomial(hits: int, tries: int) -> None:
    exact = sum(comb(tries, n) * 3 ** (tries - n) for n in range(hits, tries + 1)) / 4**tries
    assert _at_least(hits, tries, 0.25) == pytest.approx(exact, abs=1e-9)
