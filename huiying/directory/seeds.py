"""What a new installation starts with: the holidays the State Council has published.

The dates come from ``chinesecalendar``, which knows the make-up days 调休 of every year it covers
and is released anew each November. Days that are there already are never touched, so that what an
administrator corrected stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

from huiying.directory.actions import Day, DaysPut, put_calendar, put_calendar_days
from huiying.directory.models import WorkCalendar
from huiying.journal.events import By

NAME = "工作日历"


def covered_years() -> range:
    """The years the library knows."""
    return range(min(holidays).year, max(holidays).year + 1)


def seed_calendar(years: Iterable[int] | None = None, *, by: By, at: datetime) -> DaysPut:
    """Add the missing days of these years, or of all known ones, to the first calendar.

    Makes the calendar when there is none. Raises BadCalendar when the years leave a hole and
    ValueError for a year the library does not know.
    """
    wanted = covered_years() if years is None else sorted(years)
    days = [day for year in wanted for day in _days(year)]
    calendar = WorkCalendar.objects.order_by("pk").first()
    if calendar is None:
        calendar = put_calendar(name=NAME, by=by, at=at).row
    return put_calendar_days(calendar_id=calendar.pk, days=days, by=by, at=at, replace=False)


def _days(year: int) -> Iterator[Day]:
    if year not in covered_years():
        raise ValueError(f"no holidays known for {year}")
    day = date(year, 1, 1)
    while day.year == year:
        yield _day(day)
        day += timedelta(days=1)


def _day(day: date) -> Day:
    if day in holidays:
        return Day(day, working=False, note=str(Holiday(holidays[day]).chinese))
    if day in workdays:
        return Day(day, working=True, note=f"{Holiday(workdays[day]).chinese}调休")
    return Day(day, working=day.weekday() < 5)
