"""The clock as every page shows it: how much is left, in what tone, and the exact moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.directory import queries as directory
from huiying.lib import workdays
from huiying.lib.errors import Refused

CALM, SOON, OVERDUE, PAUSED = "calm", "soon", "overdue", "paused"
SOON_HOURS = timedelta(hours=4)  # working hours, half a day
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """``tone`` is one of the four meanings; ``text`` the words; ``due`` the absolute moment."""

    tone: str
    text: str
    due: datetime

    @property
    def deadline(self) -> str:
        return moment(self.due)


def clock(
    due: datetime | None,
    at: datetime,
    *,
    unit_id: int | None = None,
    suspended_until: datetime | None = None,
) -> Clock | None:
    """The clock of something that is due; None when nothing is.

    Remaining time is working time by the unit's calendar, overdue time is ordinary time.
    """
    if due is None:
        return None
    if suspended_until is not None and suspended_until > at:
        return Clock(PAUSED, _("挂账至 %(day)s") % {"day": day(suspended_until)}, due)
    if due < at:
        return Clock(OVERDUE, _("超期 %(time)s") % {"time": _long(at - due)}, due)
    left = _working(at, due, unit_id)
    tone = SOON if left <= SOON_HOURS else CALM
    return Clock(tone, _("剩 %(time)s") % {"time": _worked(left)}, due)


def _working(at: datetime, due: datetime, unit_id: int | None) -> timedelta:
    """Working time until then; ordinary time where no calendar reaches so far."""
    try:
        return workdays.between(directory.calendar_of(unit_id), at, due)
    except Refused:
        return due - at


def _worked(left: timedelta) -> str:
    if left < HOUR:
        minutes = max(0, int(left.total_seconds() // 60))
        return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    hours = int(left / HOUR)
    return ngettext("%(n)d 工时", "%(n)d 工时", hours) % {"n": hours}


def _long(late: timedelta) -> str:
    if late < HOUR:
        minutes = max(1, int(late.total_seconds() // 60))
        return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}
    if late < DAY:
        hours = int(late / HOUR)
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    return ngettext("%(n)d 天", "%(n)d 天", late.days) % {"n": late.days}


def moment(when: datetime) -> str:
    """A moment in local time, to the minute: 2026-03-10 17:00."""
    return date_format(timezone.localtime(when), "Y-m-d H:i")


def day(when: datetime) -> str:
    return date_format(timezone.localtime(when), "Y-m-d")
