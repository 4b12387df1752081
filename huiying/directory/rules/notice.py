"""A year's working days from the State Council's notice of holidays 放假通知. Pure.

The notice of the General Office (国务院办公厅关于…年部分节假日安排的通知) has one line per holiday:
“二、春节：2月15日（农历腊月二十八、周日）至23日（周一）放假调休，共9天。2月14日（周六）上班。” All
other days are as in every week: Monday to Friday are worked. The days of the week and the number of
days that the notice tells are checked, so that a slip or a wrong year is refused, not taken in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from huiying.lib.errors import Refused

_DAY = r"(?:(\d{4})\s*[年-])?\s*(\d{1,2})\s*[月-]\s*(\d{1,2})日?"
_TILL = r"(?:至|到|[~～—–])\s*(?:(\d{4})\s*[年-])?\s*(?:(\d{1,2})\s*[月-])?\s*(\d{1,2})日?"
_SPAN = re.compile(rf"{_DAY}(?:\s*{_TILL})?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_ASIDE = re.compile(r"[（(]([^）)]*)[）)]")
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.、])?\s*([^：:\d]{1,20}?)\s*[：:]")
_COUNT = re.compile(r"共\s*(\d+)\s*天|放假\s*(\d+)\s*天")
_WEEK = "一二三四五六日"
TWICE = "放假安排第 %(line)s 行：%(day)s 已在前面出现过。"
NO_DATE = "放假安排第 %(line)s 行：没有看到日期。"
COUNTED = "放假安排第 %(line)s 行：写的是共 %(told)s 天，日期却有 %(found)s 天。"
BACKWARDS = "放假安排第 %(line)s 行：“%(text)s”首尾颠倒或太长。"
WEEKDAY = "放假安排第 %(line)s 行：%(day)s 是周%(true)s，不是周%(told)s；请核对年份和日期。"
NO_SUCH_DAY = "放假安排第 %(line)s 行：没有“%(text)s”这样的日期。"
MOST_DAYS = 20  # of one holiday


class BadNotice(Refused):
    """A line of the notice cannot be taken in; the message says which and why."""

    code = "bad_notice"
    message = "放假安排里没有找到任何放假日期。"
    hint = (
        "请照国务院办公厅通知的原文，一个节日一行，"
        "例如：元旦：1月1日（周五）至3日（周日）放假，共3天。"
    )


Year = dict[date, tuple[bool, str]]  # day → worked or not, and why


def year_of(year: int, notice: str) -> Year:
    """Every day of a year, and days just beside it that the notice names. Raises BadNotice."""
    special: Year = {}
    for number, line in enumerate(notice.splitlines(), 1):
        for day, working, name in _line(year, number, line):
            if day in special:
                raise BadNotice(TWICE, line=number, day=day)
            special[day] = working, f"{name}调休" if working else name
    if not any(not working for working, _why in special.values()):
        raise BadNotice
    days: Year = {}
    day = date(year, 1, 1)
    while day.year == year:
        days[day] = day.weekday() < 5, ""
        day += timedelta(days=1)
    return dict(sorted((days | special).items()))


def _line(year: int, number: int, line: str) -> Iterator[tuple[date, bool, str]]:
    named = _NAME.match(line)
    if named is None or not ("放假" in line or "上班" in line):
        return  # a heading, a greeting, an empty line
    for sentence in re.split(r"[。；;]", line[named.end() :]):
        working = "上班" in sentence
        if not working and "放假" not in sentence:
            continue
        days = _days(year, number, sentence)
        if not days:
            raise BadNotice(NO_DATE, line=number)
        told = _COUNT.search(sentence)
        if told and not working and int(told[1] or told[2]) != len(days):
            raise BadNotice(COUNTED, line=number, told=told[1] or told[2], found=len(days))
        yield from ((day, working, named[1]) for day in days)


def _days(year: int, number: int, sentence: str) -> list[date]:
    """The days of a sentence, its spans filled; weekdays in brackets are compared."""
    asides: list[tuple[int, str]] = []  # place in the text without them, words
    shift = 0
    for aside in _ASIDE.finditer(sentence):
        asides.append((aside.start() - shift, aside[1]))
        shift += len(aside[0])
    plain = _ASIDE.sub("", sentence)
    days: list[date] = []
    ends: dict[int, date] = {}  # where a day ends in the text → that day
    for span in _SPAN.finditer(plain):
        first, last = _ends(year, number, span)
        if not 0 <= (last - first).days < MOST_DAYS:
            raise BadNotice(BACKWARDS, line=number, text=span[0].strip())
        days += [first + timedelta(days=n) for n in range((last - first).days + 1)]
        ends[span.end()] = last
        if span[6]:
            ends[span.end(3) + plain[span.end(3) : span.end()].startswith("日")] = first
    for place, words in asides:
        told = _WEEKDAY.search(words)
        day = ends.get(place)
        if told and day is not None and _WEEK[day.weekday()] != told[1].replace("天", "日"):
            true = _WEEK[day.weekday()]
            raise BadNotice(WEEKDAY, line=number, day=day, true=true, told=told[1])
    return days


def _ends(year: int, number: int, span: re.Match[str]) -> tuple[date, date]:
    month, day = int(span[2]), int(span[3])
    try:
        last_month, last_day = int(span[5] or month), int(span[6] or day)
        first_year = int(span[1] or year)
        last_year = int(span[4] or first_year)
        if not span[1] and not span[4] and last_month < month:
            first_year, last_year = year - 1, year  # from December into January
        return date(first_year, month, day), date(last_year, last_month, last_day)
    except ValueError:
        raise BadNotice(NO_SUCH_DAY, line=number, text=span[0].strip()) from None
