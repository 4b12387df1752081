"""Deadlines in the four time units, against the State Council's calendar of 2025 and 2026."""

import time as clock
from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib import workdays
from huiying.lib.errors import Refused
from huiying.lib.workdays import (
    SHANGHAI,
    CalendarEnds,
    PauseBackwards,
    Unit,
    WorkCalendar,
    add,
    between,
    parse_hours,
    shift,
)

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
DAYS = {
    day: bool(chinese_calendar.is_workday(day))
    for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
}
CITY = WorkCalendar.from_days(DAYS, name="全市")
SAME_TIME = WorkCalendar.from_days(DAYS, name="同一时刻", day_ends="same_time")


def at(text: str) -> datetime:
    """A moment in the city's local time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def local(moment: datetime) -> str:
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def due(start: str, amount: float, unit: Unit, calendar: WorkCalendar = CITY) -> str:
    return local(add(calendar, at(start), amount, unit))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2025-09-22 09:00", 2, "2025-09-22 11:00"),
        ("2025-09-22 11:00", 4, "2025-09-22 17:00"),
        ("2025-09-22 08:00", 4, "2025-09-22 12:00"),
        ("2025-09-22 16:00", 4, "2025-09-23 10:00"),
        ("2025-09-22 12:30", 1, "2025-09-22 15:00"),
        ("2025-09-22 20:00", 1, "2025-09-23 09:00"),
        ("2025-09-22 09:00", 0.5, "2025-09-22 09:30"),
        ("2025-09-30 17:00", 2, "2025-10-09 09:00"),
        ("2025-10-11 17:00", 2, "2025-10-13 09:00"),
        ("2025-09-27 10:00", 1, "2025-09-28 09:00"),
    ],
)
def test_working_hours_skip_lunch_nights_and_holidays_but_not_make_up_days(
    start: str, hours: float, expected: str
) -> None:
    assert due(start, hours, Unit.WORK_HOURS) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2025-09-19 10:00", 1, "2025-09-22 18:00"),
        ("2025-09-19 20:00", 1, "2025-09-22 18:00"),
        ("2025-09-20 10:00", 1, "2025-09-22 18:00"),
        ("2025-09-22 07:00", 1, "2025-09-23 18:00"),
        ("2025-09-26 10:00", 1, "2025-09-28 18:00"),
        ("2025-09-30 10:00", 1, "2025-10-09 18:00"),
        ("2025-09-30 10:00", 3, "2025-10-11 18:00"),
        ("2026-02-13 10:00", 1, "2026-02-14 18:00"),
        ("2026-02-14 10:00", 1, "2026-02-24 18:00"),
    ],
)
def test_working_days_count_from_the_next_one_and_end_when_business_ends(
    start: str, days: int, expected: str
) -> None:
    assert due(start, days, Unit.WORK_DAYS) == expected


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2025-09-19 10:00", 1, "2025-09-22 10:00"),
        ("2025-09-19 13:00", 1, "2025-09-22 14:00"),
        ("2025-09-20 10:00", 1, "2025-09-23 08:00"),
        ("2025-09-30 17:59", 2, "2025-10-10 17:59"),
    ],
)
def test_a_calendar_may_end_working_days_at_the_same_time_instead(
    start: str, days: int, expected: str
) -> None:
    assert due(start, days, Unit.WORK_DAYS, SAME_TIME) == expected


def test_an_open_manhole_at_night_before_the_holidays_is_due_two_hours_later() -> None:
    assert due("2025-09-30 23:30", 2, Unit.HOURS) == "2025-10-01 01:30"


def test_calendar_days_end_at_the_same_local_time() -> None:
    assert due("2025-09-30 23:30", 7, Unit.CALENDAR_DAYS) == "2025-10-07 23:30"


def test_no_time_at_all_is_the_next_working_moment() -> None:
    assert due("2025-09-22 09:30", 0, Unit.WORK_DAYS) == "2025-09-22 09:30"
    assert due("2025-09-20 09:30", 0, Unit.WORK_DAYS) == "2025-09-22 08:00"
    assert due("2025-09-22 18:00", 0, Unit.WORK_HOURS) == "2025-09-23 08:00"


def test_moments_in_any_zone_mean_the_same() -> None:
    start = at("2025-09-22 09:00")
    assert add(CITY, start.astimezone(UTC), 1, Unit.WORK_HOURS) == at("2025-09-22 10:00")


@given(st.integers(0, len(DAYS) - 1))
def test_the_calendar_agrees_with_the_state_council_on_every_day(nth: int) -> None:
    day = FIRST + timedelta(days=nth)
    noon = datetime.combine(day, time(11), SHANGHAI)
    assert CITY.is_working_day(day) == chinese_calendar.is_workday(day)
    assert CITY.is_working(noon) == chinese_calendar.is_workday(day)


def test_work_stops_at_the_end_of_an_hour_span_not_after_it() -> None:
    begin, last, end = (at(f"2025-09-22 {t}") for t in ("08:00", "11:59", "12:00"))
    assert [CITY.is_working(m) for m in (begin, last, end)] == [True, True, False]


def test_what_zhao_min_has_left_is_shown_as_working_time() -> None:
    left = between(CITY, at("2025-09-30 17:00"), at("2025-10-09 09:30"))
    assert left == timedelta(hours=2.5)
    assert between(CITY, at("2025-10-09 09:30"), at("2025-09-30 17:00")) == -left


def test_days_left_do_not_count_today() -> None:
    wednesday, friday = at("2025-09-24 10:00"), at("2025-09-26 18:00")
    assert between(CITY, wednesday, friday, Unit.WORK_DAYS) == 2
    assert between(CITY, friday, wednesday, Unit.WORK_DAYS) == -2
    assert between(CITY, wednesday, at("2025-10-01 09:00"), Unit.CALENDAR_DAYS) == 7
    assert between(CITY, wednesday, friday, Unit.HOURS) == timedelta(hours=56)


def test_a_pause_over_the_holidays_keeps_the_working_time_that_was_left() -> None:
    moved = shift(CITY, at("2025-09-30 18:00"), at("2025-09-29 16:00"), at("2025-10-10 08:00"))
    assert local(moved) == "2025-10-11 10:00"


def test_a_pause_of_a_working_day_limit_ends_at_the_close_of_business_again() -> None:
    start = at("2025-09-22 10:00")
    limit = add(CITY, start, 2, Unit.WORK_DAYS)
    assert local(shift(CITY, limit, start, start + timedelta(days=1))) == "2025-09-25 18:00"


def test_an_emergency_clock_is_paused_by_the_wall_clock() -> None:
    limit = at("2025-10-01 22:00")
    moved = shift(CITY, limit, at("2025-10-01 20:00"), at("2025-10-02 20:00"), Unit.HOURS)
    assert local(moved) == "2025-10-02 22:00"


def test_a_pause_does_not_heal_a_limit_that_was_missed() -> None:
    missed = at("2025-09-22 10:00")
    assert shift(CITY, missed, at("2025-09-22 11:00"), at("2025-09-29 11:00")) == missed


def test_a_clock_cannot_be_resumed_before_it_was_paused() -> None:
    with pytest.raises(PauseBackwards, match=r"2025-09-21 10:00.*2025-09-22 10:00"):
        shift(CITY, at("2025-09-30 18:00"), at("2025-09-22 10:00"), at("2025-09-21 10:00"))


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        ("2026-12-31 17:00", 2, Unit.WORK_HOURS),
        ("2026-12-31 17:00", 1, Unit.WORK_DAYS),
        ("2024-12-31 17:00", 1, Unit.WORK_DAYS),
        ("2027-01-01 00:00", 0, Unit.WORK_HOURS),
    ],
)
def test_outside_the_calendar_nobody_guesses(start: str, amount: int, unit: Unit) -> None:
    with pytest.raises(CalendarEnds) as refused:
        add(CITY, at(start), amount, unit)
    assert isinstance(refused.value, Refused)
    assert "“全市”只覆盖2025-01-01至2026-12-31" in str(refused.value)
    assert "huiying directory holidays" in refused.value.hint


def test_the_last_working_moment_of_the_calendar_still_counts() -> None:
    assert due("2026-12-31 17:00", 1, Unit.WORK_HOURS) == "2026-12-31 18:00"
    assert due("2026-12-30 17:00", 1, Unit.WORK_DAYS) == "2026-12-31 18:00"


def test_the_wall_clock_needs_no_calendar() -> None:
    assert due("2026-12-31 23:00", 2, Unit.HOURS) == "2027-01-01 01:00"
    assert due("2026-12-31 23:00", 15, Unit.CALENDAR_DAYS) == "2027-01-15 23:00"


@pytest.mark.parametrize(
    ("amount", "unit"), [(-1, Unit.WORK_HOURS), (0.5, Unit.WORK_DAYS), (1.5, Unit.CALENDAR_DAYS)]
)
def test_impossible_amounts_are_mistakes(amount: float, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"amount|whole"):
        add(CITY, at("2025-09-22 10:00"), amount, unit)


@pytest.mark.parametrize("unit", list(Unit))
def test_naive_moments_are_mistakes(unit: Unit) -> None:
    with pytest.raises(ValueError, match="naive"):
        add(CITY, datetime(2025, 9, 22), 1, unit)  # noqa: DTZ001


def test_a_window_that_never_closes_works_around_the_clock() -> None:
    always = WorkCalendar.from_days(DAYS, name="值班", hours=parse_hours("00:00-24:00"))
    assert due("2025-09-22 23:00", 2, Unit.WORK_HOURS, always) == "2025-09-23 01:00"
    assert due("2025-09-22 10:00", 1, Unit.WORK_DAYS, always) == "2025-09-24 00:00"


moments = st.timedeltas(timedelta(0), timedelta(days=540)).map(lambda t: at("2025-01-02") + t)
calendars = st.sampled_from([CITY, SAME_TIME])
hours = st.floats(0, 200, allow_nan=False)
days = st.integers(0, 60)
limits = st.one_of(
    st.tuples(hours, st.sampled_from([Unit.HOURS, Unit.WORK_HOURS])),
    st.tuples(days, st.sampled_from([Unit.WORK_DAYS, Unit.CALENDAR_DAYS])),
)


@given(calendars, moments, limits)
def test_nothing_is_due_before_it_starts(
    calendar: WorkCalendar, start: datetime, limit: tuple[float, Unit]
) -> None:
    assert add(calendar, start, *limit) >= start


@given(calendars, moments, moments, limits)
def test_who_starts_later_is_not_due_earlier(
    calendar: WorkCalendar, one: datetime, two: datetime, limit: tuple[float, Unit]
) -> None:
    early, late = sorted((one, two))
    assert add(calendar, early, *limit) <= add(calendar, late, *limit)


@given(calendars, moments, days, days, st.sampled_from(Unit))
def test_more_time_is_never_due_earlier(
    calendar: WorkCalendar, start: datetime, one: int, two: int, unit: Unit
) -> None:
    less, more = sorted((one, two))
    assert add(calendar, start, less, unit) <= add(calendar, start, more, unit)


@given(moments, st.integers(0, 10**12))
def test_working_time_added_is_working_time_between(start: datetime, micros: int) -> None:
    span = timedelta(microseconds=micros)
    end = add(CITY, start, span / timedelta(hours=1), Unit.WORK_HOURS)
    assert between(CITY, start, end) == span


@given(moments, moments)
def test_adding_what_lies_between_leads_back_to_the_working_moment(
    one: datetime, two: datetime
) -> None:
    start, end = sorted((one, two))
    span = between(CITY, start, end)
    again = add(CITY, start, span / timedelta(hours=1), Unit.WORK_HOURS)
    assert between(CITY, again, end) == timedelta(0)
    if CITY.is_working(end) and end.time() not in (time(8), time(14)):
        assert again == end


@given(calendars, moments, days)
def test_working_days_added_are_working_days_between(
    calendar: WorkCalendar, start: datetime, amount: int
) -> None:
    begin = start if amount else add(calendar, start, 0, Unit.WORK_DAYS)
    assert (
        between(calendar, begin, add(calendar, start, amount, Unit.WORK_DAYS), Unit.WORK_DAYS)
        == amount
    )


@given(moments, limits, moments, st.sampled_from(Unit))
def test_a_pause_of_no_time_changes_nothing(
    start: datetime, limit: tuple[float, Unit], pause: datetime, unit: Unit
) -> None:
    limit_end = add(CITY, start, *limit)
    assert shift(CITY, limit_end, pause, pause, unit) == limit_end


@given(st.integers(0, 70), st.integers(0, 13), st.integers(0, 13))
def test_a_night_of_pause_changes_nothing(week: int, since: int, until: int) -> None:
    friday = datetime.combine(FIRST + timedelta(days=2), time(18), SHANGHAI) + timedelta(
        weeks=week % 70
    )
    begin, end = sorted((friday + timedelta(hours=since), friday + timedelta(hours=until)))
    limit_end = add(CITY, friday, 5, Unit.WORK_DAYS)
    assert shift(CITY, limit_end, begin, end) == limit_end


@given(moments, st.integers(1, 20), moments, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_what_was_left_when_paused_is_left_when_resumed(
    start: datetime, amount: int, since: datetime, length: timedelta
) -> None:
    limit_end, until = add(CITY, start, amount, Unit.WORK_DAYS), since + length
    moved = shift(CITY, limit_end, since, until)
    assert moved >= limit_end
    if limit_end > since:
        assert between(CITY, until, moved) == between(CITY, since, limit_end)


def test_a_deadline_costs_microseconds() -> None:
    start = at("2025-09-30 17:00")
    rounds = 2000
    begun = clock.perf_counter()
    for _ in range(rounds):
        add(CITY, start, 13, Unit.WORK_DAYS)
        add(CITY, start, 400, Unit.WORK_HOURS)
    each = (clock.perf_counter() - begun) / (2 * rounds)
    assert each < 200e-6, "typically 3 to 5 µs; a slow test machine gets forty times that"


def test_the_units_are_the_words_stored_in_deadline_policies() -> None:
    assert [unit.value for unit in workdays.Unit] == [
        "hours",
        "work_hours",
        "work_days",
        "calendar_days",
    ]
