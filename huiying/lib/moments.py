"""Moments as people and systems write them, in every layout that real exports use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiying.lib.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (Excel's days have no zone)
AFTERNOON = {"下午", "PM", "pm", "Pm", "pM"}
EARLIEST, LATEST = 1970, 2100

_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?"
    r"(?:[T ]*(上午|下午)?\s*(\d{1,2})"
    r"(?:[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?|[时点])"
    r"\s*([AaPp][Mm])?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
)
_YEAR_LAST = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"
    r"(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?\s*([AaPp][Mm])?)?",
)
# Days of Excel in a text need their fraction: without it they are postcodes and house numbers.
_SERIAL = re.compile(r"\d{5}\.\d+")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")


class NotAMoment(Refused):
    code = "not_a_moment"
    message = "“%(value)s”不是能识别的时间。"
    hint = (
        "可以写成：2019-01-02 03:04:05、2019/1/2 3:04、2018年3月5日 14时20分、"
        "12/31/2018 11:55:30 PM。"
    )


def day_first(values: Iterable[object]) -> bool:
    """Whether a column of dates with the year last puts the day first: some first part is > 12."""
    for value in values:
        match = _YEAR_LAST.match(str(value).strip())
        if match and int(match[1]) > 12:
            return True
    return False


def parse_moment(
    value: object, *, zone: ZoneInfo = SHANGHAI, days_first: bool = False
) -> datetime | None:
    """A moment in UTC; None for an empty cell. A day without a time is its first moment.

    ``zone`` holds where the text names none. Raises NotAMoment, also for years before 1970 or
    after 2100, which are slips of the pen or of the spreadsheet.
    """
    found = _parse(value, days_first=days_first)
    if found is None:
        return None
    if not EARLIEST <= found.year <= LATEST:
        raise NotAMoment(value=value)
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _parse(value: object, *, days_first: bool) -> datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, int | float):
        return _number(value)
    text = str(value).strip()
    return _written(text, value, days_first=days_first) if text else None


def _written(text: str, value: object, *, days_first: bool) -> datetime:
    try:
        if len(text) == 19 and text[4] == text[7] == "-":  # the layout of most rows, read in C
            return datetime.fromisoformat(text)
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text).strip()
        return _text(text, days_first=days_first)
    except ValueError:
        raise NotAMoment(value=value) from None


def _number(value: float) -> datetime:
    """An Excel serial day, or digits like 20180305."""
    if 19_700_101 <= value <= 21_001_231:
        return _day_digits(value)
    if not 0 < value < 100_000:
        raise NotAMoment(value=value)
    return EXCEL_ZERO + timedelta(seconds=round(value * 86_400))


def _day_digits(value: float) -> datetime:
    try:
        return datetime.strptime(str(int(value)), "%Y%m%d")  # noqa: DTZ007 (the caller adds it)
    except ValueError:
        raise NotAMoment(value=value) from None


def _text(text: str, *, days_first: bool) -> datetime:
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day, before, hour, minute, second, after, zone = match.groups()
        found = _made(year, month, day, _full_hour(hour, before or after), minute, second)
        return datetime.fromisoformat(f"{found.isoformat()}{zone}") if zone else found
    if match := _YEAR_LAST.fullmatch(text):
        first, second_part, year, hour, minute, second, half = match.groups()
        month, day = (second_part, first) if days_first else (first, second_part)
        return _made(year, month, day, _full_hour(hour, half), minute, second)
    if _SERIAL.fullmatch(text):
        return _number(float(text))
    if match := _DIGITS.fullmatch(text):
        return _made(*match.groups())
    return datetime.fromisoformat(text)


def _full_hour(hour: str | None, half: str | None) -> str | None:
    """Twelve-hour clock: 12 AM is 0, 12 PM is 12. An hour from 13 on says it all by itself."""
    if hour is None or half is None:
        return hour
    if int(hour) > 12:
        return hour
    return str(int(hour) % 12 + (12 if half in AFTERNOON else 0))


def _made(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None
) -> datetime:
    return datetime(  # noqa: DTZ001 (the caller adds the zone)
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
    )
