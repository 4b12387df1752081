"""Weeks: their text, their order, where they begin in the city's time, years of 53."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.weeks import NotAWeek, Week

MOMENTS = st.dates(date(1950, 1, 1), date(2190, 1, 1)).flatmap(
    lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC))
)


@given(MOMENTS)
def test_a_week_holds_its_moments_and_reads_back_what_it_writes(moment: datetime) -> None:
    week = Week.of(moment)
    since, till = week.bounds()
    assert since <= moment < till
    assert Week.parse(str(week)) == week
    assert week.first_day.isoweekday() == 1
    assert week.last_day == week.days[-1]


@given(MOMENTS, st.integers(-60, 60))
def test_going_there_and_back_is_the_same_week(moment: datetime, weeks: int) -> None:
    week = Week.of(moment)
    assert week.plus(weeks).plus(-weeks) == week
    assert (week.plus(1) > week) is True


def test_a_call_just_after_midnight_in_beijing_belongs_to_the_new_week() -> None:
    call = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert str(Week.of(call)) == "2026-W48"
    assert str(Week.of(call - timedelta(microseconds=1))) == "2026-W47"


def test_years_of_52_and_of_53_weeks() -> None:
    assert Week.parse("2026-W53").first_day == date(2026, 12, 28)
    assert str(Week.parse("2026-W53").plus(1)) == "2027-W01"
    with pytest.raises(NotAWeek):
        Week.parse("2027-W53")


@pytest.mark.parametrize("text", ["", "2026-47", "2026-W00", "2026-W54", "0000-W01", "W47", "x"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(NotAWeek):
        Week.parse(text)


def test_a_moment_without_a_zone_has_no_week() -> None:
    with pytest.raises(ValueError, match="naive"):
        Week.of(datetime(2026, 11, 22))  # noqa: DTZ001 (that is the point)
