"""From where on something is a doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.evidence.rules.signs import (
    AT_ONCE,
    CLOCKS,
    FAR_METRES,
    Stand,
    bare_words,
    is_instant,
    is_older,
    kmh,
    metres_off,
)
from tests.city import NOW, later

LONS = st.floats(115, 117)
LATS = st.floats(39, 41)
TIMES = st.timedeltas(timedelta(), timedelta(days=1)).map(NOW.__add__)
STANDS = st.builds(Stand, TIMES, LONS, LATS)


def test_a_clock_may_be_a_little_wrong() -> None:
    assert not is_older(NOW - CLOCKS, NOW)
    assert is_older(NOW - CLOCKS - timedelta(seconds=1), NOW)
    assert not is_older(None, NOW)


@given(LONS, LATS)
def test_where_one_is_not_known_nothing_is_far(lon: float, lat: float) -> None:
    assert metres_off(lon, lat, None) == 0
    assert metres_off(None, None, (lon, lat)) == 0
    assert metres_off(lon, lat, (lon, lat)) == 0


def test_far_is_beyond_half_a_kilometre() -> None:
    degree = 111_195.0
    assert metres_off(116, 40, (116, 40 + (FAR_METRES - 5) / degree)) == 0
    assert metres_off(116, 40, (116, 40 + (FAR_METRES + 5) / degree)) > FAR_METRES


@given(STANDS, STANDS)
def test_speed_is_the_same_both_ways_and_never_a_walk(one: Stand, other: Stand) -> None:
    assert kmh(one, other) == kmh(other, one)
    assert kmh(one, one) == 0
    assert kmh(one, other) == 0 or kmh(one, other) >= 120


def test_ten_kilometres_in_a_minute_is_too_fast_and_in_an_hour_is_not() -> None:
    start = Stand(NOW, 116, 40)
    assert kmh(start, Stand(later(minutes=1), 116, 40.09)) > 500
    assert kmh(start, Stand(later(hours=1), 116, 40.09)) == 0
    assert kmh(start, Stand(NOW, 116, 40.09)) == 9_999


def test_at_once_is_minutes_after_the_dispatch() -> None:
    assert is_instant(NOW, NOW)
    assert not is_instant(NOW, NOW + AT_ONCE)
    assert not is_instant(None, NOW)
    assert not is_instant(NOW, None)


@pytest.mark.parametrize(
    "text", ["已于3月10日更换路灯。", "已于 12 月 1 日更换路灯！", "已于月日更换路灯"]
)
def test_numbers_and_marks_do_not_make_other_words(text: str) -> None:
    assert bare_words(text) == "已于月日更换路灯"
