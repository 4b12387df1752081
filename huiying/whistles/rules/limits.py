"""How long each step of a summons may take, and who owes it. Pure.

No law sets figures: these are defaults until a district enters its own with an effective date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.lib import workdays
from huiying.lib.workdays import WorkCalendar
from huiying.whistles.rules.course import OWNERS, Kind, Side, Step

MINUTES = "minutes"  # an emergency is reckoned in minutes, all hours of the day
UNITS: tuple[str, ...] = (MINUTES, *(unit.value for unit in workdays.Unit))


@dataclass(frozen=True, slots=True)
class Amount:
    """So many minutes, hours, working hours, working days or calendar days."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Limits:
    """``sign``: to sign in. ``arrive``: to come when the set time has passed already.
    ``result``: to give the result once there, and for the street to conclude.
    ``rule``: for the district to decide on a refusal."""

    sign: Amount
    arrive: Amount
    result: Amount
    rule: Amount


DEFAULTS: dict[Kind, Limits] = {
    Kind.HARD: Limits(
        Amount(1, "work_days"), Amount(1, "work_days"), Amount(5, "work_days"),
        Amount(1, "work_days"),
    ),
    Kind.JOINT: Limits(
        Amount(4, "work_hours"), Amount(4, "work_hours"), Amount(3, "work_days"),
        Amount(4, "work_hours"),
    ),
    Kind.EMERGENCY: Limits(
        Amount(15, MINUTES), Amount(30, MINUTES), Amount(24, "hours"), Amount(15, MINUTES)
    ),
}  # fmt: skip


def due(calendar: WorkCalendar, start: datetime, amount: Amount) -> datetime:
    """The moment an amount after ``start``, in UTC. Raises CalendarEnds past the calendar."""
    if amount.unit == MINUTES:
        return workdays.add(calendar, start, amount.number / 60, workdays.Unit.HOURS)
    return workdays.add(calendar, start, amount.number, workdays.Unit(amount.unit))


@dataclass(frozen=True, slots=True)
class Owed:
    """Who has to act about a summons, and until when."""

    side: Side
    due_at: datetime


def owed(
    step: Step, calendar: WorkCalendar, at: datetime, limits: Limits, meet_at: datetime
) -> Owed | None:
    """What a summons owes from the moment ``at`` it enters a step; None when it has ended.

    Who signs in time comes at the set time; who signs after it has the ``arrive`` limit.
    """
    side = OWNERS.get(step)
    if side is None:
        return None
    if step is Step.SIGNED and meet_at > at:
        return Owed(side, meet_at)
    amount = {
        Step.CALLED: limits.sign,
        Step.REFUSED: limits.rule,
        Step.SIGNED: limits.arrive,
    }.get(step, limits.result)
    return Owed(side, due(calendar, at, amount))
