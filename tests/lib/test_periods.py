"""Months of assessment: their text, their order, and where they begin in the city's time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.periods import SHANGHAI, Month, NotAMonth

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


def test_a_call_just_after_midnight_in_beijing_belongs_to_the_new_month() -> None:
    call = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    assert Month.of(call) == Month(2026, 11)
    assert Month.of(call - timedelta(microseconds=1)) == Month(2026, 10)
    assert Month.of(call, UTC) == Month(2026, 10)


def test_a_month_runs_from_local_midnight_to_local_midnight() -> None:
    assert Month(2026, 12).bounds() == (
        datetime(2026, 11, 30, 16, tzinfo=UTC),
        datetime(2026, 12, 31, 16, tzinfo=UTC),
    )
    assert all(bound.tzinfo is UTC for bound in Month(2026, 12).bounds())


def test_the_days_of_a_month_know_leap_years() -> None:
    assert (Month(2028, 2).first_day, Month(2028, 2).last_day) == (
        date(2028, 2, 1),
        date(2028, 2, 29),
    )


def test_the_year_turns() -> None:
    assert Month(2026, 12).next() == Month(2027, 1)
    assert Month(2026, 1).prev() == Month(2025, 12)


def test_a_range_holds_both_ends() -> None:
    run = [str(month) for month in Month.range(Month(2026, 11), Month(2027, 2))]
    assert run == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert list(Month.range(Month(2026, 11), Month(2026, 10))) == []


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "0000-01", "２０２６-11"]
)
def test_text_that_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth, match="不是月份") as refused:
        Month.parse(text)
    assert refused.value.params == {"text": text}


def test_a_naive_moment_has_no_month() -> None:
    with pytest.raises(ValueError, match="naive"):
        Month.of(datetime(2026, 11, 1))  # noqa: DTZ001


@given(months)
def test_a_month_written_is_a_month_read(month: Month) -> None:
    assert Month.parse(f" {month} ") == month


@given(months)
def test_months_follow_each_other_without_gap(month: Month) -> None:
    assert month.next().prev() == month
    assert month < month.next()
    assert month.bounds()[1] == month.next().bounds()[0]


@given(months, st.integers(-600, 600))
def test_going_on_and_back_leads_home(month: Month, steps: int) -> None:
    assert month.plus(steps).plus(-steps) == month


@given(st.timedeltas(timedelta(0), timedelta(days=60_000)))
def test_each_moment_lies_within_its_month(since: timedelta) -> None:
    moment = datetime(1950, 1, 1, tzinfo=UTC) + since
    begin, end = Month.of(moment, SHANGHAI).bounds(SHANGHAI)
    assert begin <= moment < end
