"""A working calendar that makes no sense is refused, with what to mend."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.workcalendar import (
    USUAL_HOURS,
    BadCalendar,
    CalendarEnds,
    WorkCalendar,
    format_hours,
    parse_hours,
)

MONDAY = date(2025, 9, 22)
WEEK = {MONDAY + timedelta(days=n): n < 5 for n in range(7)}


def test_hours_are_read_as_an_administrator_types_them() -> None:
    assert parse_hours("08:00-12:00,14:00-18:00") == USUAL_HOURS
    assert parse_hours(" 8:00－12:00，14：00 至 18：00 ") == USUAL_HOURS
    assert parse_hours("00:00-24:00") == ((time(0), time(0)),)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "没有填写"),
        ("八点到十二点", "写法不对"),
        ("08:00-25:00", "写法不对"),
        ("24:00-08:00", "写法不对"),
        ("12:00-08:00", "结束必须晚于开始"),
        ("08:00-12:00,11:00-18:00", "重叠"),
        ("14:00-18:00,08:00-12:00", "先后颠倒"),
    ],
)
def test_hours_that_make_no_sense_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(BadCalendar, match=complaint) as refused:
        parse_hours(text)
    assert refused.value.params["hours"] == text
    assert "08:00-12:00,14:00-18:00" in refused.value.hint


minutes = st.lists(st.integers(0, 1440), min_size=2, max_size=8, unique=True)


@given(minutes)
def test_hours_written_are_hours_read(points: list[int]) -> None:
    ordered = sorted(points)[: len(points) // 2 * 2]
    clock = [time(p // 60 % 24, p % 60) for p in ordered]
    hours = tuple(zip(clock[::2], clock[1::2], strict=True))
    assert parse_hours(format_hours(hours)) == hours


def test_a_missing_day_is_not_guessed() -> None:
    wednesday = MONDAY + timedelta(days=2)
    with pytest.raises(BadCalendar, match="“街道”缺少2025-09-24"):
        WorkCalendar.from_days({d: w for d, w in WEEK.items() if d != wednesday}, name="街道")


def test_a_calendar_needs_days() -> None:
    with pytest.raises(BadCalendar, match="没有任何日期"):
        WorkCalendar.from_days({}, name="街道")


@pytest.mark.parametrize(
    ("days", "complaint"),
    [
        ((MONDAY, MONDAY), "重复"),
        ((MONDAY + timedelta(days=1), MONDAY), "先后"),
        ((MONDAY - timedelta(days=1), MONDAY), "覆盖范围"),
    ],
)
def test_working_days_stand_in_order_inside_the_range(
    days: tuple[date, ...], complaint: str
) -> None:
    with pytest.raises(BadCalendar, match=complaint):
        WorkCalendar("街道", MONDAY, MONDAY + timedelta(days=6), days)


def test_days_are_numbered_up_to_and_with_the_day_asked() -> None:
    week = WorkCalendar.from_days(WEEK)
    assert [week.days_until(day) for day in WEEK] == [1, 2, 3, 4, 5, 5, 5]
    assert [week.is_working_day(day) for day in WEEK] == list(WEEK.values())


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)])
def test_a_day_outside_is_refused_by_name(day: date) -> None:
    with pytest.raises(CalendarEnds, match=f"无法计算{day}的期限"):
        WorkCalendar.from_days(WEEK, name="街道").is_working_day(day)


def test_equal_calendars_are_equal_and_hashable() -> None:
    one, two = WorkCalendar.from_days(WEEK), WorkCalendar.from_days(dict(reversed(WEEK.items())))
    assert one == two
    assert len({one, two}) == 1
