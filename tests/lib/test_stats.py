"""Confidence in a rate: published values, and what must hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.stats import wilson


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals_are_met(successes: int, total: int, low: float, high: float) -> None:
    assert wilson(successes, total) == pytest.approx((low, high), abs=5e-5)


def test_nothing_observed_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_one_solved_case_proves_less_than_a_hundred() -> None:
    assert wilson(1, 1)[0] < 0.25
    assert wilson(100, 100)[0] > 0.96
    assert wilson(1, 1)[1] == wilson(100, 100)[1] == 1.0


@pytest.mark.parametrize(("successes", "total"), [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_mistakes(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="successes must lie within"):
        wilson(successes, total)


def test_confidence_is_not_negative() -> None:
    with pytest.raises(ValueError, match="z must not be negative"):
        wilson(1, 2, z=-1)


counts = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_the_interval_holds_the_rate_and_stays_between_nought_and_one(
    count: tuple[int, int],
) -> None:
    low, high = wilson(*count)
    assert 0 <= low <= count[0] / count[1] + 1e-12
    assert count[0] / count[1] - 1e-12 <= high <= 1
    assert low < high


@given(counts)
def test_failures_mirror_successes(count: tuple[int, int]) -> None:
    low, high = wilson(*count)
    mirrored = wilson(count[1] - count[0], count[1])
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counts, st.integers(2, 50))
def test_the_same_rate_over_more_cases_is_surer(count: tuple[int, int], times: int) -> None:
    few, many = wilson(*count), wilson(count[0] * times, count[1] * times)
    assert many[1] - many[0] < few[1] - few[0]
