"""Weeks from Monday to Sunday as values (ISO 8601)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from huiying.lib.errors import Refused
from huiying.lib.periods import SHANGHAI

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
YEARS = range(1900, 2200)


class NotAWeek(Refused):
    """The text names no week."""

    code = "not_a_week"
    message = "“%(text)s”不是一周。"
    hint = "请按“2026-W47”的格式填写年和第几周；有的年没有第 53 周。"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week of the calendar; ``first_day`` is its Monday, and ``str`` gives ``2026-W47``."""

    first_day: date

    @classmethod
    def parse(cls, text: str) -> Week:
        """The week written as ``2026-W47``; raises ``NotAWeek``."""
        match = _WEEK.fullmatch(text.strip())
        if not match or int(match[1]) not in YEARS:
            raise NotAWeek(text=text)
        try:
            return cls(date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise NotAWeek(text=text) from None

    @classmethod
    def of(cls, moment: datetime, tz: tzinfo = SHANGHAI) -> Week:
        """The week in which an aware moment falls by local time."""
        if moment.tzinfo is None:
            raise ValueError(f"naive datetime {moment}: its week depends on the zone")
        day = moment.astimezone(tz).date()
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        year, week, _day = self.first_day.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first_day + timedelta(days=n) for n in range(7))

    def plus(self, weeks: int) -> Week:
        """The week that many weeks later, or earlier when negative."""
        return Week(self.first_day + timedelta(weeks=weeks))

    def bounds(self, tz: tzinfo = SHANGHAI) -> tuple[datetime, datetime]:
        """The first moment of the week and the first of the next one, in UTC: ``[from, till)``."""
        return _midnight(self.first_day, tz), _midnight(self.plus(1).first_day, tz)


def _midnight(day: date, tz: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)
