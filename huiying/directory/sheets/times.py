"""Limits and working days in and out, in our own layouts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from huiying.directory import actions
from huiying.directory.actions.policies import PolicyValues
from huiying.directory.kinds import CaseKind, CodeKind, Level
from huiying.directory.models import CalendarDay, DeadlinePolicy
from huiying.directory.rules.limits import parse_limit, show_limit
from huiying.directory.sheets import cells
from huiying.directory.sheets.book import Line
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Did, TwiceInFile, did
from huiying.journal.events import By
from huiying.lib.errors import Refused

POLICY_REQUIRED = ("生效日期", "办结时限")
STEPS = {"sign": "签收时限", "contact": "联系时限", "report": "反馈时限", "resolve": "办结时限"}
KEY = ("诉求类型", "标准号", "分类类型", "分类代码", "级别", "生效日期")
POLICY_COLUMNS = (*KEY, "失效日期", "依据", *STEPS.values())
DAY_REQUIRED = ("日历", "日期", "工作日")
DAY_COLUMNS = (*DAY_REQUIRED, "说明")


def read_policies(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """Limits such as ``4 工作时``; an empty cell means any kind, class or level, or no limit."""
    for line in lines:
        key = " ".join(line.get(column) or "*" for column in KEY)
        yield Deed(line.row, key, partial(_put_policy, line))


def _put_policy(line: Line, by: By, at: datetime) -> list[Did]:
    start = cells.day(line.get("生效日期"), "生效日期")
    if start is None:
        raise cells.BadCell(column="生效日期", value="", choices="2026-01-31")
    kind = cells.chosen(CodeKind, line.get("分类类型"), "分类类型")
    values: PolicyValues = {"basis": line.get("依据")}
    values["effective_to"] = cells.day(line.get("失效日期"), "失效日期")
    for step, column in STEPS.items():
        limit = parse_limit(line.get(column))
        if limit is not None:
            values[f"{step}_amount"] = limit[0]  # type: ignore[literal-required]
            values[f"{step}_unit"] = limit[1].value  # type: ignore[literal-required]
        else:
            values[f"{step}_amount"] = None  # type: ignore[literal-required]
    put = actions.put_policy(
        effective_from=start,
        kind=cells.chosen(CaseKind, line.get("诉求类型"), "诉求类型"),
        category_id=cells.category_id(line.get("标准号"), kind, line.get("分类代码")),
        level=cells.chosen(Level, line.get("级别"), "级别"),
        by=by,
        at=at,
        **values,
    )
    return [did(put)]


def policy_rows() -> Iterator[tuple[object, ...]]:
    yield POLICY_COLUMNS
    policies = DeadlinePolicy.objects.select_related("category__code_set")
    for row in policies.order_by("effective_from", "kind", "category__code", "level"):
        category = row.category
        yield (
            cells.shown(CaseKind, row.kind),
            category.code_set.standard if category else "",
            cells.shown(CodeKind, category.kind) if category else "",
            category.code if category else "",
            cells.shown(Level, row.level),
            row.effective_from,
            row.effective_to,
            row.basis,
            *(show_limit(getattr(row, f"{s}_amount"), getattr(row, f"{s}_unit")) for s in STEPS),
        )


def read_days(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """Days, told to the journal by calendar and year; a calendar that is new is made."""
    years: dict[tuple[str, int], dict[date, tuple[int, actions.Day]]] = {}
    for line in lines:
        try:
            day = _day(line)
            same = years.setdefault((line.get("日历"), day.day.year), {})
            if day.day in same:
                raise TwiceInFile(key=day.day, row=same[day.day][0])
            same[day.day] = line.row, day
        except Refused as refused:
            key = f"{line.get('日历')} {line.get('日期')}"
            yield Deed(line.row, key, partial(_refuse, refused))
    for (calendar, year), days in sorted(years.items()):
        chosen = [day for _, day in days.values()]
        row = min(row for row, _ in days.values())
        yield Deed(row, f"{calendar} {year}", partial(_put_days, calendar, chosen))


def _day(line: Line) -> actions.Day:
    when = cells.day(line.get("日期"), "日期")
    if when is None:
        raise cells.BadCell(column="日期", value="", choices="2026-01-31")
    working = cells.yes(line.get("工作日"), "工作日", default=True)
    return actions.Day(when, working, line.get("说明"))


def _refuse(refused: Refused, _by: By, _at: datetime) -> list[Did]:
    raise refused


def _put_days(name: str, days: list[actions.Day], by: By, at: datetime) -> list[Did]:
    calendar = actions.put_calendar(name=name, by=by, at=at).row
    put = actions.put_calendar_days(calendar_id=calendar.pk, days=days, by=by, at=at)
    changed = tuple(day.isoformat() for day in put.changed)
    if put.added == len(days):
        return [Did("created")]
    return [Did("changed" if put.added or changed else "unchanged", changed)]


def day_rows() -> Iterator[tuple[object, ...]]:
    yield DAY_COLUMNS
    days = CalendarDay.objects.select_related("calendar").order_by("calendar__name", "day")
    for row in days.iterator(chunk_size=2000):
        yield (row.calendar.name, row.day, row.working, row.note)
