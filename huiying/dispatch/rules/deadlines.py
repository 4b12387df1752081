"""The four limits of an assignment and what may move them. Pure.

The statute prints the limit on the ticket at dispatch (条例 art. 13) and sets no figures; amounts
come from the deadline policies. Extension: one original limit more, asked before expiry, at most
twice; suspension 挂账: once, up to a year (domain practice of 数字城管, GB/T 30428.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.lib import workdays
from huiying.lib.workdays import WorkCalendar

MOST_EXTENSIONS = 2
LONGEST_SUSPENSION = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time in one of the four units."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a policy grants for each step; None: the step has no limit of its own."""

    resolve: Limit
    sign: Limit | None = None
    contact: Limit | None = None
    report: Limit | None = None


@dataclass(frozen=True, slots=True)
class Dues:
    """The moments by which each step must be done."""

    sign: datetime | None = None
    contact: datetime | None = None
    report: datetime | None = None
    resolve: datetime | None = None


def due(calendar: WorkCalendar, start: datetime, limit: Limit) -> datetime:
    return workdays.add(calendar, start, limit.amount, workdays.Unit(limit.unit))


def dues(calendar: WorkCalendar, start: datetime, limits: Limits) -> Dues:
    """All four, counted from the moment of dispatch; no step may be due after the last one."""
    resolve = due(calendar, start, limits.resolve)

    def step(limit: Limit | None) -> datetime | None:
        return min(due(calendar, start, limit), resolve) if limit else None

    return Dues(step(limits.sign), step(limits.contact), step(limits.report), resolve)


def next_due(
    dues: Dues, *, signed: bool, contacted: bool, progressed: bool, reported: bool
) -> datetime | None:
    """The nearest limit that is not met yet; None when the unit owes nothing more."""
    if reported:
        return None
    open_steps = (
        None if signed else dues.sign,
        None if contacted else dues.contact,
        None if progressed else dues.report,
        dues.resolve,
    )
    return min((moment for moment in open_steps if moment), default=None)


def extended(calendar: WorkCalendar, due_before: datetime, limit: Limit) -> datetime:
    """One original limit more, counted from the old due time."""
    return max(due_before, due(calendar, due_before, limit))


def paused(
    calendar: WorkCalendar, dues: Dues, limits: Limits, start: datetime, end: datetime
) -> Dues:
    """The dues after a pause: what was left when it began is left when it ends.

    What was left is measured in each limit's own unit: continuous hours at night are time too.
    """

    def moved(moment: datetime | None, limit: Limit | None) -> datetime | None:
        if moment is None or moment <= start or end <= start:
            return moment
        unit = workdays.Unit(limit.unit) if limit else workdays.Unit.WORK_HOURS
        return max(moment, workdays.shift(calendar, moment, start, end, unit))

    return Dues(
        sign=moved(dues.sign, limits.sign),
        contact=moved(dues.contact, limits.contact),
        report=moved(dues.report, limits.report),
        resolve=moved(dues.resolve, limits.resolve),
    )
