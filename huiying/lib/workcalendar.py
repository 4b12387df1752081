"""Which days and hours are worked, as one line of working time that can be measured quickly.

All working days have the same hours, so a moment's *position*, the microseconds worked since the
calendar's first day, is the number of working days before it times the length of a day, plus what
is worked of the day itself: one bisection, no matter how far two moments lie apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from huiying.lib.errors import Refused

Hours = tuple[tuple[time, time], ...]

SHANGHAI = ZoneInfo("Asia/Shanghai")
USUAL_HOURS: Hours = ((time(8), time(12)), (time(14), time(18)))
DAY_US = 86_400_000_000

_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_WIDE = str.maketrans("，、；;：－–—~～至", ",,,,:------")


class CalendarEnds(Refused):
    """A deadline would need days the calendar does not know."""

    code = "calendar_ends"
    message = "工作日历“%(calendar)s”只覆盖%(first)s至%(last)s，无法计算%(day)s的期限。"
    hint = (
        "请管理员在后台“工作日历”里粘贴国务院办公厅公布的新一年放假通知，"
        "或运行 huiying directory holidays 年份 通知.txt。"
    )


class BadCalendar(Refused):
    """A calendar or its hours do not make sense; the message says which part."""

    code = "bad_calendar"
    message = "工作日历“%(calendar)s”有误。"
    hint = "请在后台“工作日历”中改正：日期须连续，工作时间形如 08:00-12:00,14:00-18:00。"


@dataclass(frozen=True)
class WorkCalendar:
    """The working days between two dates (both covered) and the hours worked on each of them.

    ``working_days`` are sorted; ``hours`` are spans in order that do not overlap, an end of 00:00
    being midnight at the day's end. ``day_ends`` says when the last of n working days is over.
    """

    name: str
    first: date
    last: date
    working_days: tuple[date, ...] = field(repr=False)
    hours: Hours = USUAL_HOURS
    tz: ZoneInfo = SHANGHAI
    day_ends: Literal["close_of_business", "same_time"] = "close_of_business"

    def __post_init__(self) -> None:
        if fault := _fault(self):
            raise BadCalendar(fault, calendar=self.name, hours=format_hours(self.hours))

    @classmethod
    def from_days(
        cls,
        days: Mapping[date, bool],
        *,
        name: str = "",
        hours: Hours = USUAL_HOURS,
        day_ends: Literal["close_of_business", "same_time"] = "close_of_business",
    ) -> WorkCalendar:
        """A calendar from every day's answer to "is it worked?"; a missing day is refused."""
        if not days:
            raise BadCalendar("工作日历“%(calendar)s”没有任何日期。", calendar=name)
        first, last = min(days), max(days)
        if len(days) != last.toordinal() - first.toordinal() + 1:
            run = (first + timedelta(days=n) for n in range(len(days)))
            missing = next(day for day in run if day not in days)
            message = "工作日历“%(calendar)s”缺少%(day)s。"
            raise BadCalendar(message, calendar=name, day=f"{missing:%Y-%m-%d}")
        worked = tuple(sorted(day for day, working in days.items() if working))
        return cls(name, first, last, worked, hours, day_ends=day_ends)

    @property
    def day_length(self) -> int:
        """Microseconds of work in a working day."""
        return self._spans[-1][2]

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked; raises ``CalendarEnds`` when the calendar does not know."""
        count = self.days_until(day)
        return bool(count) and self.working_days[count - 1] == day

    def is_working(self, moment: datetime) -> bool:
        """Whether work goes on at a moment; hours include their beginning, not their end."""
        local = _local(moment, self.tz)
        clock = _clock(local)
        return self.is_working_day(local.date()) and any(
            begin <= clock < end for begin, end, _ in self._spans
        )

    def days_until(self, day: date) -> int:
        """The number of working days from the calendar's first day to ``day``, both included."""
        ordinal = day.toordinal()
        if not self._first <= ordinal <= self._last:
            raise self.ends(day)
        return bisect_right(self._ordinals, ordinal)

    def position(self, moment: datetime) -> int:
        """The microseconds worked between the beginning of the calendar and a moment."""
        local = _local(moment, self.tz)
        ordinal = local.toordinal()
        if not self._first <= ordinal <= self._last:
            raise self.ends(local.date())
        count = bisect_right(self._ordinals, ordinal)
        if not count or self._ordinals[count - 1] != ordinal:
            return count * self.day_length
        clock = _clock(local)
        worked = 0
        for begin, end, worked_by_end in self._spans:
            if clock < end:
                worked += max(0, clock - begin)
                break
            worked = worked_by_end
        return (count - 1) * self.day_length + worked

    def moment_beginning(self, position: int) -> datetime:
        """The last moment at a position: when the work after it begins. In UTC."""
        index, worked = divmod(position, self.day_length)
        worked_before = 0
        for begin, _, worked_by_end in self._spans:
            if worked < worked_by_end:
                return self._moment(index, begin + worked - worked_before)
            worked_before = worked_by_end
        raise AssertionError("worked < day_length")

    def moment_ending(self, position: int) -> datetime:
        """The first moment at a position above 0: when the work before it is done. In UTC."""
        index, worked = divmod(position - 1, self.day_length)
        for _, end, worked_by_end in self._spans:
            if worked < worked_by_end:
                return self._moment(index, end - (worked_by_end - worked - 1))
        raise AssertionError("worked < day_length")

    def close_of(self, index: int) -> datetime:
        """When business ends on the working day with this number, counted from 0. In UTC."""
        return self._moment(index, self._spans[-1][1])

    def ends(self, day: date | None) -> CalendarEnds:
        """The refusal to reckon with a day; None: the day after the last."""
        shown = f"{day:%Y-%m-%d}" if day else f"{self.last:%Y-%m-%d}以后"
        return CalendarEnds(
            calendar=self.name,
            first=f"{self.first:%Y-%m-%d}",
            last=f"{self.last:%Y-%m-%d}",
            day=shown,
        )

    def _moment(self, index: int, clock: int) -> datetime:
        if index >= len(self.working_days):
            raise self.ends(None)
        midnight = datetime.combine(self.working_days[index], time.min, self.tz)
        return (midnight + timedelta(microseconds=clock)).astimezone(UTC)

    @cached_property
    def _first(self) -> int:
        return self.first.toordinal()

    @cached_property
    def _last(self) -> int:
        return self.last.toordinal()

    @cached_property
    def _ordinals(self) -> tuple[int, ...]:
        return tuple(day.toordinal() for day in self.working_days)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, int], ...]:
        """Begin and end of each span on the clock, and the work done by its end."""
        spans, worked = [], 0
        for begin, end in self.hours:
            opens, closes = _time_us(begin), _time_us(end) or DAY_US
            worked += closes - opens
            spans.append((opens, closes, worked))
        return tuple(spans)


def parse_hours(text: str) -> Hours:
    """Hours of work from text such as ``08:00-12:00,14:00-18:00``; full-width signs are fine.

    ``24:00`` is midnight at the day's end. Raises ``BadCalendar``.
    """
    parts = [part.strip() for part in text.translate(_WIDE).split(",") if part.strip()]
    matches = [_SPAN.fullmatch(part.replace(" ", "")) for part in parts]
    try:
        spans = tuple(
            (_parse_time(match[1], match[2]), _parse_time(match[3], match[4], last=True))
            for match in matches
            if match
        )
    except ValueError:
        spans = ()
    unreadable = len(spans) != len(parts)
    if fault := "工作时间“%(hours)s”写法不对。" if unreadable else _hours_fault(spans):
        raise BadCalendar(fault, hours=text)
    return spans


def format_hours(hours: Hours) -> str:
    """The text ``parse_hours`` reads back: ``08:00-12:00,14:00-18:00``."""
    return ",".join(
        f"{begin:%H:%M}-{'24:00' if end == time(0) else format(end, '%H:%M')}"
        for begin, end in hours
    )


def _parse_time(hour: str, minute: str, *, last: bool = False) -> time:
    if last and (hour, minute) == ("24", "00"):
        return time(0)
    return time(int(hour), int(minute))


def _hours_fault(hours: Hours) -> str:
    """The message that says what is wrong with the hours, "" for nothing."""
    opens = [_time_us(begin) for begin, _ in hours]
    closes = [_time_us(end) or DAY_US for _, end in hours]
    if not hours:
        return "没有填写工作时间。"
    if any(begin >= end for begin, end in zip(opens, closes, strict=True)):
        return "工作时间“%(hours)s”中，结束必须晚于开始。"
    if any(end > begin for end, begin in zip(closes[:-1], opens[1:], strict=True)):
        return "工作时间“%(hours)s”先后颠倒或互相重叠。"
    return ""


def _fault(calendar: WorkCalendar) -> str:
    days = calendar.working_days
    if not _is_rising(days):
        return "工作日历“%(calendar)s”的工作日没有按先后排列，或有重复。"
    if days and not calendar.first <= days[0] <= days[-1] <= calendar.last:
        return "工作日历“%(calendar)s”有工作日不在覆盖范围内。"
    return _hours_fault(calendar.hours)


def _is_rising(days: Sequence[date]) -> bool:
    return all(one < two for one, two in pairwise(days))


def _time_us(clock: time) -> int:
    return (clock.hour * 60 + clock.minute) * 60_000_000 + clock.second * 1_000_000


def _clock(moment: datetime) -> int:
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def _local(moment: datetime, tz: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment}: deadlines need aware ones")
    return moment.astimezone(tz)
