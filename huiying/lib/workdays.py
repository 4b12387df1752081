"""Deadline arithmetic in the four time units of work orders (GB/T 30428.8, 数字城管 practice).

- ``hours`` 紧急工作时: continuous wall clock, day and night.
- ``work_hours`` 工作时: only hours of work on working days; make-up days 调休 count.
- ``work_days`` 工作日: the day of the start does not count (民法典 art. 201), and the last day ends
  when business ends, 18:00 by default (art. 203). So a ticket of Friday 10:00, of Friday 20:00
  and of Saturday with one working day are all due on Monday at 18:00. A calendar with
  ``day_ends="same_time"`` instead counts from the next working moment to the same time of day.
- ``calendar_days`` 自然日: the same local time that many days later.

A start outside working hours begins at the next working moment; working time that is used up
exactly at a break is due at the beginning of the break (18:00, not 08:00 of the next day).
``hours`` and ``calendar_days`` ask nothing of the calendar; the others raise ``CalendarEnds``
outside the days it knows, because a guessed holiday is a wrong deadline.

Moments are aware datetimes; answers are in UTC. China has no daylight saving time, so local wall
clock differences are real durations.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Literal, overload

from huiying.lib.errors import Refused
from huiying.lib.workcalendar import (
    SHANGHAI,
    USUAL_HOURS,
    BadCalendar,
    CalendarEnds,
    Hours,
    WorkCalendar,
    parse_hours,
)

__all__ = [
    "SHANGHAI",
    "USUAL_HOURS",
    "BadCalendar",
    "CalendarEnds",
    "Hours",
    "PauseBackwards",
    "Unit",
    "WorkCalendar",
    "add",
    "between",
    "parse_hours",
    "shift",
]

HOUR_US = 3_600_000_000


class Unit(StrEnum):
    """A unit of time limits."""

    HOURS = "hours"
    WORK_HOURS = "work_hours"
    WORK_DAYS = "work_days"
    CALENDAR_DAYS = "calendar_days"


class PauseBackwards(Refused):
    """A clock cannot be resumed before it was paused."""

    code = "pause_backwards"
    message = "恢复计时的时间（%(until)s）早于暂停时间（%(since)s）。"
    hint = "请选择暂停时间之后的恢复日期。"


def add(calendar: WorkCalendar, start: datetime, amount: float, unit: Unit) -> datetime:
    """The moment ``amount`` units after ``start``, in UTC.

    ``amount`` is not negative; hours may be fractions, days are whole. Raises ``CalendarEnds``
    outside the calendar and ``ValueError`` for naive datetimes and impossible amounts.
    """
    _check_amount(amount, unit)
    if unit == Unit.HOURS:
        return _aware(start).astimezone(UTC) + timedelta(hours=amount)
    if unit == Unit.CALENDAR_DAYS:
        local = _aware(start).astimezone(calendar.tz)
        return (local + timedelta(days=amount)).astimezone(UTC)
    if unit == Unit.WORK_HOURS:
        return _after(calendar, calendar.position(start), round(amount * HOUR_US))
    return _add_work_days(calendar, start, int(amount))


@overload
def between(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    unit: Literal[Unit.HOURS, Unit.WORK_HOURS] = Unit.WORK_HOURS,
) -> timedelta: ...
@overload
def between(
    calendar: WorkCalendar,
    start: datetime,
    end: datetime,
    unit: Literal[Unit.WORK_DAYS, Unit.CALENDAR_DAYS],
) -> int: ...
@overload
def between(
    calendar: WorkCalendar, start: datetime, end: datetime, unit: Unit
) -> timedelta | int: ...
def between(
    calendar: WorkCalendar, start: datetime, end: datetime, unit: Unit = Unit.WORK_HOURS
) -> timedelta | int:
    """The time from ``start`` to ``end``; negative when ``end`` lies before ``start``.

    A ``timedelta`` of wall clock or working time for the hour units; a whole number of days for
    the day units: days after the day of ``start`` up to and with the day of ``end``.
    """
    if unit == Unit.HOURS:
        return _aware(end) - _aware(start)
    if unit == Unit.CALENDAR_DAYS:
        return (_local_day(calendar, end) - _local_day(calendar, start)).days
    if unit == Unit.WORK_HOURS:
        return timedelta(microseconds=calendar.position(end) - calendar.position(start))
    if end < start:
        return -_work_days_between(calendar, end, start)
    return _work_days_between(calendar, start, end)


def shift(
    calendar: WorkCalendar,
    due: datetime,
    from_: datetime,
    to: datetime,
    unit: Unit = Unit.WORK_HOURS,
) -> datetime:
    """The new due moment of a clock paused 挂账 from ``from_`` till ``to``, in UTC.

    The time left when the pause began is left when it ends: working time, or wall clock time when
    ``unit`` is ``hours`` or ``calendar_days``. A due moment that had passed when the pause began
    stays, and so does every due moment if no counted time passed. Raises ``PauseBackwards`` and
    ``CalendarEnds``.
    """
    if to < from_:
        raise PauseBackwards(since=_shown(calendar, from_), until=_shown(calendar, to))
    due = _aware(due).astimezone(UTC)
    if due <= from_:
        return due
    if unit in (Unit.HOURS, Unit.CALENDAR_DAYS):
        return due + (to - from_)
    paused, resumed = calendar.position(from_), calendar.position(to)
    if paused == resumed:
        return due
    return _after(calendar, resumed, calendar.position(due) - paused)


def _after(calendar: WorkCalendar, position: int, worked: int) -> datetime:
    """The first moment at which ``worked`` microseconds of working time have passed.

    With nothing to work it is the next working moment at or after the position.
    """
    if worked:
        return calendar.moment_ending(position + worked)
    return calendar.moment_beginning(position)


def _add_work_days(calendar: WorkCalendar, start: datetime, amount: int) -> datetime:
    begin = calendar.moment_beginning(calendar.position(start))
    if not amount:
        return begin
    if calendar.day_ends == "close_of_business":
        index = calendar.days_until(_local_day(calendar, start)) + amount - 1
        return calendar.close_of(index)
    # A whole working day later lies at the same time of day, so the position may simply grow.
    position = calendar.position(begin) + amount * calendar.day_length
    return calendar.moment_beginning(position)


def _work_days_between(calendar: WorkCalendar, start: datetime, end: datetime) -> int:
    if calendar.day_ends == "same_time":
        start = min(end, calendar.moment_beginning(calendar.position(start)))
    first, last = _local_day(calendar, start), _local_day(calendar, end)
    return calendar.days_until(last) - calendar.days_until(first)


def _local_day(calendar: WorkCalendar, moment: datetime) -> date:
    return _aware(moment).astimezone(calendar.tz).date()


def _shown(calendar: WorkCalendar, moment: datetime) -> str:
    return f"{moment.astimezone(calendar.tz):%Y-%m-%d %H:%M}"


def _check_amount(amount: float, unit: Unit) -> None:
    if amount < 0:
        raise ValueError(f"amount must not be negative, got {amount} {unit}")
    if amount != int(amount) and unit in (Unit.WORK_DAYS, Unit.CALENDAR_DAYS):
        raise ValueError(f"days are counted whole, got {amount} {unit}")


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment}: deadlines need aware ones")
    return moment
