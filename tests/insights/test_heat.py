"""Heat grows with voices, is bounded, and one person cannot push it up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.heat import LIKES_OF_ONE, WEIGHTS, Voice, heat
from huiying.insights.rules.trend import Trend, trend

TODAY = date(2026, 6, 30)
days = st.dates(date(2026, 1, 1), TODAY)
voices = st.builds(
    Voice,
    st.lists(days, max_size=5).map(lambda found: tuple(sorted(found))),
    st.integers(-100, 10_000),
)
crowds = st.lists(voices, max_size=30)


@given(crowds)
def test_heat_lies_between_nothing_and_a_hundred(crowd: list[Voice]) -> None:
    found = heat(crowd, TODAY)
    assert 0 <= found.points <= sum(weight for weight, _half in WEIGHTS.values()) == 100
    assert round(sum(term.points for term in found.terms), 2) == found.points


@given(crowds, voices)
def test_one_more_person_never_cools(crowd: list[Voice], more: Voice) -> None:
    assert heat([*crowd, more], TODAY).points >= heat(crowd, TODAY).points


@given(crowds, st.integers(LIKES_OF_ONE, 10**9))
def test_the_likes_of_one_letter_are_bounded(crowd: list[Voice], many: int) -> None:
    day = (TODAY,)
    assert heat([*crowd, Voice(day, many)], TODAY) == heat(
        [*crowd, Voice(day, LIKES_OF_ONE)], TODAY
    )


def test_the_terms_can_be_worked_out_with_a_pencil() -> None:
    crowd = [Voice((date(2026, 6, 1),), 3), Voice((date(2026, 6, 25),), 7)]
    terms = {term.name: (term.amount, round(term.points, 2)) for term in heat(crowd, TODAY).terms}
    assert terms == {
        "voices": (2, 7.14),  # 50 × 2 / (2 + 12)
        "support": (10, 2.14),  # 15 × 10 / (10 + 60)
        "days": (2, 1.67),  # 10 × 2 / (2 + 10)
        "recent": (2, 5.0),  # 15 × 2 / (2 + 4)
        "lasting": (24, 2.11),  # 10 × 24 / (24 + 90)
    }


@pytest.mark.parametrize(
    ("lately", "before", "earlier", "told"),
    [
        (0, 0, 5, Trend.QUIET),
        (4, 0, 0, Trend.NEW),
        (8, 1, 2, Trend.RISING),
        (1, 8, 2, Trend.FALLING),
        (4, 3, 2, Trend.STEADY),
        (2, 1, 0, Trend.STEADY),  # three voices prove nothing
    ],
)
def test_a_trend_is_more_than_chance(lately: int, before: int, earlier: int, told: Trend) -> None:
    said = [TODAY] * lately + [TODAY - timedelta(40)] * before + [TODAY - timedelta(200)] * earlier
    assert trend(said, TODAY) is told
