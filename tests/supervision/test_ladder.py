"""The ladder: each rung once, the highest at once, never before the obligation began."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.workcalendar import WorkCalendar
from huiying.supervision.rules.ladder import DEFAULTS, About, Rung, Time, Whom, climb, moment
from tests.city import NOW, later

DAYS = {date(2026, 1, 1) + timedelta(days=n): n % 7 not in (2, 3) for n in range(365)}
CALENDAR = WorkCalendar.from_days(DAYS, name="测试")
CASE = DEFAULTS[About.CASE, ""]
TIMES = st.timedeltas(timedelta(), timedelta(days=60)).map(NOW.__add__)
RUNGS = st.builds(
    Rung, st.integers(1, 9), st.integers(-60, 60), st.sampled_from(Time), st.sampled_from(Whom)
)


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CALENDAR.tz)


def test_working_time_is_counted_as_work_is() -> None:
    due = local(3, 10, 10)  # a Tuesday
    rung = Rung(1, -4, Time.WORK_HOURS, Whom.OWNER)
    assert moment(CALENDAR, due, rung) == local(3, 9, 16)
    assert moment(CALENDAR, due, Rung(2, 1, Time.WORK_DAYS, Whom.ABOVE)) == local(3, 11, 10)
    assert moment(CALENDAR, due, Rung(2, 0, Time.WORK_DAYS, Whom.ABOVE)) == due
    assert moment(CALENDAR, due, Rung(2, -5, Time.MINUTES, Whom.UNIT)) == local(3, 10, 9, 55)


@given(TIMES, RUNGS)
def test_a_rung_before_the_due_time_lies_before_it_and_one_after_it_after(
    due: datetime, rung: Rung
) -> None:
    when = moment(CALENDAR, due, rung)
    assert (when <= due) if rung.amount <= 0 else (when >= due)


@given(RUNGS, st.integers(-400, 400))
def test_beyond_the_calendar_a_working_day_is_a_day(rung: Rung, days: int) -> None:
    far = datetime(2031, 1, 1, tzinfo=CALENDAR.tz) + timedelta(days=days)
    assert abs(moment(CALENDAR, far, rung) - far) <= timedelta(days=60)


def test_the_day_before_a_short_limit_asks_for_nothing() -> None:
    due = later(hours=2)
    stand = climb(CALENDAR, CASE, since=NOW, due=due, told=0, at=NOW)
    assert stand.rung is None
    assert stand.next == due


def test_after_a_week_of_silence_only_the_highest_is_told() -> None:
    stand = climb(CALENDAR, CASE, since=NOW, due=later(days=2), told=0, at=later(days=20))
    assert stand.rung is not None
    assert (stand.rung.step, stand.next) == (5, None)


@given(TIMES, st.lists(TIMES, min_size=1, max_size=12))
def test_however_often_the_clock_looks_each_step_is_told_once_and_in_order(
    due: datetime, looks: list[datetime]
) -> None:
    told: list[int] = []
    for at in sorted(looks):
        stand = climb(CALENDAR, CASE, since=NOW, due=due, told=max(told, default=0), at=at)
        if stand.rung:
            told.append(stand.rung.step)
        assert stand.next is None or stand.next > at
        again = climb(CALENDAR, CASE, since=NOW, due=due, told=max(told, default=0), at=at)
        assert again.rung is None
    assert told == sorted(set(told))


@given(TIMES)
def test_looking_at_each_next_moment_tells_every_step_that_began_in_time(due: datetime) -> None:
    told, at = [0], NOW
    while (stand := climb(CALENDAR, CASE, since=NOW, due=due, told=told[-1], at=at)).next:
        at = stand.next
        rung = climb(CALENDAR, CASE, since=NOW, due=due, told=told[-1], at=at).rung
        assert rung is not None
        told.append(rung.step)
    assert told[-1] == 5
    assert set(told) >= {2, 3, 4, 5} or set(told) >= {0, 5}
