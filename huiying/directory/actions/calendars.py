"""Working calendars 工作日历: hours, and days one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from huiying.directory.actions.core import (
    Put,
    assign,
    check_filled,
    check_length,
    find,
    get,
    tell,
    writing,
)
from huiying.directory.events import (
    CalendarAdded,
    CalendarChanged,
    CalendarDaysAdded,
    CalendarDaysChanged,
)
from huiying.directory.models import CalendarDay, WorkCalendar
from huiying.directory.refusals import (
    CALENDAR,
)
from huiying.directory.rules.notice import year_of
from huiying.journal import actions as journal
from huiying.journal.events import By
from huiying.lib.workdays import WorkCalendar as Days
from huiying.lib.workdays import parse_hours


class CalendarValues(TypedDict, total=False):
    hours: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day; ``note`` names the holiday or the make-up day 调休."""

    day: date
    working: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class DaysPut:
    """How many days were added, and the dates of those that changed."""

    added: int
    changed: tuple[date, ...]


def put_calendar(
    *,
    name: str,
    by: By,
    at: datetime,
    calendar_id: int | None = None,
    **values: Unpack[CalendarValues],
) -> Put[WorkCalendar]:
    """Add or change a calendar. Raises Duplicate, Empty and BadCalendar for unreadable hours."""
    name = name.strip()
    with writing():
        row = find(WorkCalendar, calendar_id, CALENDAR, name=name)
        changes = assign(row, {"name": name, **values})
        put = Put(row, row.pk is None, changes)
        check_filled(row, name, "name", "hours")
        check_length(row)
        parse_hours(row.hours)
        if put.created or changes:
            row.save()
        tell(put, CalendarAdded, CalendarChanged, name, by=by, at=at)
    return put


def put_calendar_days(
    *, calendar_id: int, days: Iterable[Day], by: By, at: datetime, replace: bool = True
) -> DaysPut:
    """Add days; change those there are, unless ``replace`` is off.

    A calendar has no holes: one that would miss a day is refused (BadCalendar), because no
    deadline could be reckoned with it. Raises NotFound.
    """
    wanted = {day.day: day for day in days}
    with writing():
        calendar = get(WorkCalendar, calendar_id, CALENDAR)
        known = {row.day: row for row in CalendarDay.objects.filter(calendar=calendar)}
        new = [day for when, day in sorted(wanted.items()) if when not in known]
        changed = {
            when: [known[when].working, day.working]
            for when, day in sorted(wanted.items())
            if replace and when in known and _differs(known[when], day)
        }
        worked = {when: row.working for when, row in known.items()}
        worked |= {when: day.working for when, day in wanted.items()}
        if worked:
            Days.from_days(worked, name=calendar.name)
        _save(calendar, new, [(known[when], wanted[when]) for when in changed])
        if new:
            first, last = new[0].day.isoformat(), new[-1].day.isoformat()
            added = CalendarDaysAdded(calendar_id, first=first, last=last, days=len(new))
            journal.record(added, by=by, at=at)
        if changed:
            told = {when.isoformat(): values for when, values in changed.items()}
            journal.record(CalendarDaysChanged(calendar_id, changes=told), by=by, at=at)
    return DaysPut(len(new), tuple(changed))


def put_year(*, calendar_id: int, year: int, notice: str, by: By, at: datetime) -> DaysPut:
    """A whole year from the State Council's notice of holidays, as `rules.notice` reads it.

    Raises BadNotice, BadCalendar when a year before it is missing, and NotFound.
    """
    days = [Day(day, working, why) for day, (working, why) in year_of(year, notice).items()]
    return put_calendar_days(calendar_id=calendar_id, days=days, by=by, at=at)


def _differs(row: CalendarDay, day: Day) -> bool:
    return (row.working, row.note) != (day.working, day.note.strip())


def _save(calendar: WorkCalendar, new: list[Day], edited: list[tuple[CalendarDay, Day]]) -> None:
    rows = [
        CalendarDay(calendar=calendar, day=day.day, working=day.working, note=day.note.strip())
        for day in new
    ]
    for row in rows:
        check_length(row)
    CalendarDay.objects.bulk_create(rows, batch_size=1000)
    for old, day in edited:
        old.working, old.note = day.working, day.note.strip()
        check_length(old)
    CalendarDay.objects.bulk_update([old for old, _ in edited], ["working", "note"], batch_size=300)
