"""The ladder 督办阶梯: who is reminded of an obligation how long before and after it is due.

Each rung is climbed once for a due time; a due time that moves begins anew. Whoever finds several
rungs reached at once (nothing ran for a day) climbs to the highest and tells only there: nobody is
nagged five times for one thing. The default rungs are our own; districts enter theirs as data. One
bureau's published rule: a reminder 催办通知书 the day after, a circular five working days later
(domain.md §1.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huiying.lib.workcalendar import CalendarEnds, WorkCalendar

HOUR_US = 3_600_000_000
MOST_RUNGS = 9


class About(StrEnum):
    """What is owed."""

    CASE = "case"
    WHISTLE = "whistle"
    ORDER = "order"
    MEASURE = "measure"


class Whom(StrEnum):
    OWNER = "owner"  # 经办人, or everybody who handles at the unit while nobody is named
    UNIT = "unit"
    ABOVE = "above"  # the unit so many steps up the tree; at its top the supervisors
    SUPERVISORS = "supervisors"
    LEADERS = "leaders"


class Time(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    WORK_HOURS = "work_hours"
    WORK_DAYS = "work_days"


@dataclass(frozen=True, slots=True)
class Rung:
    """``amount`` of ``unit`` after the due time, before it where negative."""

    step: int
    amount: int
    unit: Time
    whom: Whom
    climb: int = 1


_CASE = (
    Rung(1, -4, Time.WORK_HOURS, Whom.OWNER),
    Rung(2, 0, Time.HOURS, Whom.UNIT),
    Rung(3, 1, Time.WORK_DAYS, Whom.ABOVE),
    Rung(4, 3, Time.WORK_DAYS, Whom.SUPERVISORS),
    Rung(5, 5, Time.WORK_DAYS, Whom.LEADERS),
)
_URGENT = (
    Rung(1, -1, Time.HOURS, Whom.OWNER),
    Rung(2, 0, Time.HOURS, Whom.UNIT),
    Rung(3, 2, Time.HOURS, Whom.ABOVE),
    Rung(4, 6, Time.HOURS, Whom.SUPERVISORS),
    Rung(5, 24, Time.HOURS, Whom.LEADERS),
)
_WHISTLE = (
    Rung(1, -2, Time.WORK_HOURS, Whom.UNIT),
    Rung(2, 0, Time.HOURS, Whom.UNIT),
    Rung(3, 4, Time.WORK_HOURS, Whom.SUPERVISORS),
    Rung(4, 2, Time.WORK_DAYS, Whom.LEADERS),
)
_EMERGENCY = (
    Rung(1, -5, Time.MINUTES, Whom.UNIT),
    Rung(2, 0, Time.MINUTES, Whom.SUPERVISORS),
    Rung(3, 15, Time.MINUTES, Whom.LEADERS),
)
_ORDER = (
    Rung(1, -1, Time.WORK_DAYS, Whom.UNIT),
    Rung(2, 0, Time.HOURS, Whom.ABOVE),
    Rung(3, 2, Time.WORK_DAYS, Whom.LEADERS),
)
Ladder = tuple[Rung, ...]
DEFAULTS: dict[tuple[About, str], Ladder] = {
    (About.CASE, ""): _CASE,
    (About.CASE, "urgent"): _URGENT,
    (About.WHISTLE, ""): _WHISTLE,
    (About.WHISTLE, "emergency"): _EMERGENCY,
    (About.ORDER, ""): _ORDER,
    (About.MEASURE, ""): _ORDER,
}


def moment(calendar: WorkCalendar, due: datetime, rung: Rung) -> datetime:
    """When a rung is reached. Beyond the days the calendar knows, a working day is a day."""
    if rung.unit in (Time.MINUTES, Time.HOURS):
        return due + _elapsed(rung)
    each = HOUR_US if rung.unit is Time.WORK_HOURS else calendar.day_length
    try:
        place = calendar.position(due) + rung.amount * each
        if place <= 0:
            return due + _elapsed(rung)
        return calendar.moment_ending(place) if rung.amount else due
    except CalendarEnds:
        return due + _elapsed(rung)


def _elapsed(rung: Rung) -> timedelta:
    if rung.unit is Time.MINUTES:
        return timedelta(minutes=rung.amount)
    if rung.unit is Time.WORK_DAYS:
        return timedelta(days=rung.amount)
    return timedelta(hours=rung.amount)


@dataclass(frozen=True, slots=True)
class Climb:
    """``rung``: the highest that is reached and was not told; ``next``: when the next one is."""

    rung: Rung | None
    next: datetime | None


def climb(
    calendar: WorkCalendar,
    ladder: Sequence[Rung],
    *,
    since: datetime,
    due: datetime,
    told: int,
    at: datetime,
) -> Climb:
    """Where an obligation stands that began at ``since``; steps up to ``told`` were told.

    A reminder that would have come before the obligation began does not come at all.
    """
    moments = [(moment(calendar, due, rung), rung) for rung in ladder if rung.step > told]
    moments = [(when, rung) for when, rung in moments if when >= since or rung.amount >= 0]
    reached = [rung for when, rung in moments if when <= at]
    top = max(reached, key=lambda rung: rung.step, default=None)
    above = top.step if top else told
    ahead = [when for when, rung in moments if when > at and rung.step > above]
    return Climb(top, min(ahead, default=None))
