"""Months of assessment 考核月, as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from huiying.lib.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class NotAMonth(Refused):
    """The text names no month."""

    code = "not_a_month"
    message = "“%(text)s”不是月份。"
    hint = "请按“2026-11”的格式填写年和月。"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar; months compare in order of time, and ``str`` gives ``2026-11``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise NotAMonth(text=f"{self.year:04}-{self.month:02}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written as ``2026-11``; raises ``NotAMonth``."""
        match = _MONTH.fullmatch(text.strip())
        if not match:
            raise NotAMonth(text=text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, moment: datetime, tz: tzinfo = SHANGHAI) -> Month:
        """The month in which an aware moment falls by local time."""
        if moment.tzinfo is None:
            raise ValueError(f"naive datetime {moment}: its month depends on the zone")
        local = moment.astimezone(tz)
        return cls(local.year, local.month)

    @classmethod
    def range(cls, first: Month, last: Month) -> Iterator[Month]:
        """The months from ``first`` to ``last``, both included; none when ``last`` is earlier."""
        while first <= last:
            yield first
            first = first.next()

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> Month:
        return self.plus(1)

    def prev(self) -> Month:
        return self.plus(-1)

    def plus(self, months: int) -> Month:
        """The month that many months later, or earlier when negative."""
        years, month = divmod(self.month - 1 + months, 12)
        return Month(self.year + years, month + 1)

    def bounds(self, tz: tzinfo = SHANGHAI) -> tuple[datetime, datetime]:
        """The first moment of the month and the first of the next one, in UTC: ``[from, till)``."""
        return _midnight(self, tz), _midnight(self.next(), tz)


def _midnight(month: Month, tz: tzinfo) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=tz).astimezone(UTC)
