"""The tables that are published, with what every column means: one definition for the files, the
data dictionary and the catalogue.

No column holds words that somebody wrote about a case: they may name people. Numbers of one to
four are left out (see :data:`FEW`): they may point at somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import system
from huiying.cases import public
from huiying.directory import queries as directory
from huiying.scorecard import queries as scorecard
from huiying.scorecard.queries import Line, Scope

LOCAL = ZoneInfo("Asia/Shanghai")
FEW = 5
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``kind``: text, integer, number or date."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """``place``: the table has lon and lat and is published as GeoJSON too."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Callable[[], Iterator[Row]]
    place: bool = False


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LOCAL).date() if moment else None


def _cases() -> Iterator[Row]:
    areas, units = directory.areas().rows, directory.units().rows
    categories = directory.categories().rows
    for one in public.open_facts():
        area, unit = areas.get(one.area_id or 0), units.get(one.unit_id or 0)
        category = categories.get(one.category_id or 0)
        lon, lat = one.place or (None, None)
        yield (
            one.number, one.kind, one.channel,
            category.code if category else None, category.name if category else None,
            area.code if area else None, area.name if area else None,
            unit.code if unit else None, unit.name if unit else None,
            one.stage, _day(one.received_at), _day(one.due_at), _day(one.closed_at), one.returns,
            lon, lat,
        )  # fmt: skip


def _rates() -> Iterator[Row]:
    actor = system("open data")
    for month in scorecard.months(actor):
        for by, tree in (("unit", directory.units()), ("area", directory.areas())):
            board = scorecard.board(actor, Scope(month), by)
            for line in board.lines:
                row = tree.rows.get(line.id)
                if row is not None:
                    yield (month, by, row.code, row.name, *_numbers(line))
            if by == "unit":
                yield (month, "all", None, None, *_numbers(board.total))


def _numbers(line: Line) -> Row:
    """Numbers behind the rates; None where so few were counted that they may point at somebody."""
    if 0 < line.counted < FEW:
        return (None,) * 5
    return line.counted, line.responded, line.solved, line.satisfied, line.excluded


def _units() -> Iterator[Row]:
    rows, areas = directory.units().rows, directory.areas().rows
    for row in sorted(rows.values(), key=lambda one: one.code):
        parent, area = rows.get(row.parent_id or 0), areas.get(row.area_id or 0)
        if row.active:
            yield (
                row.code, row.name, row.kind, parent.code if parent else None,
                area.code if area else None,
            )  # fmt: skip


def _areas() -> Iterator[Row]:
    rows = directory.areas().rows
    for row in sorted(rows.values(), key=lambda one: one.code):
        parent = rows.get(row.parent_id or 0)
        if row.active:
            yield row.code, row.name, row.kind, parent.code if parent else None


def _categories() -> Iterator[Row]:
    rows = directory.categories().rows
    for row in sorted(rows.values(), key=lambda one: (one.code_set_id, one.code)):
        parent = rows.get(row.parent_id or 0)
        if row.active:
            yield row.code, row.name, row.level, parent.code if parent else None


TABLES: tuple[Table, ...] = (
    Table(
        "cases", _("公开的案件"),
        _("按公开规则或由编辑公开的案件，只有事实，没有任何人写的话；位置取网格中心。"),
        (
            Column("number", "text", _("案件编号")),
            Column("kind", "text", _("诉求类型：consultation 咨询、help 求助、complaint 投诉等")),
            Column("channel", "text", _("渠道")),
            Column("category_code", "text", _("分类代码，见 categories")),
            Column("category", "text", _("分类名称")),
            Column("area_code", "text", _("区划代码，见 areas")),
            Column("area", "text", _("区划名称")),
            Column("unit_code", "text", _("承办单位代码，见 units")),
            Column("unit", "text", _("承办单位名称")),
            Column("stage", "text", _("阶段：new 已受理、going 办理中、done 已办结")),
            Column("received_on", "date", _("接收日期")),
            Column("due_on", "date", _("办结期限")),
            Column("closed_on", "date", _("结案日期，没有结案则为空")),
            Column("returns", "integer", _("退单次数")),
            Column("lon", "number", _("经度 WGS-84，所在网格的中心")),
            Column("lat", "number", _("纬度 WGS-84，所在网格的中心")),
        ),
        _cases, place=True,
    ),
    Table(
        "rates", _("三率"),
        _("每月按承办单位和区划的回访考核件数；不足 5 件的不列数字。比率 = 分子 ÷ 计入件数。"),
        (
            Column("month", "text", _("月份，如 2026-03")),
            Column("by", "text", _("按什么：unit 承办单位、area 区划、all 全部")),
            Column("code", "text", _("单位或区划代码")),
            Column("name", "text", _("单位或区划名称")),
            Column("counted", "integer", _("计入件数（分母）")),
            Column("responded", "integer", _("已响应的件数")),
            Column("solved", "integer", _("已解决的件数")),
            Column("satisfied", "integer", _("满意的件数")),
            Column("excluded", "integer", _("按规定剔除的件数")),
        ),
        _rates,
    ),
    Table(
        "units", _("承办单位"), _("在用的承办单位及其上下级。"),
        (
            Column("code", "text", _("单位代码")),
            Column("name", "text", _("单位名称")),
            Column("kind", "text", _("单位类型")),
            Column("parent_code", "text", _("上级单位代码")),
            Column("area_code", "text", _("所辖区划代码")),
        ),
        _units,
    ),
    Table(
        "areas", _("区划"), _("在用的区划及其上下级。"),
        (
            Column("code", "text", _("区划代码")),
            Column("name", "text", _("区划名称")),
            Column("kind", "text", _("区划级别")),
            Column("parent_code", "text", _("上级区划代码")),
        ),
        _areas,
    ),
    Table(
        "categories", _("诉求分类"), _("在用的分类及其上下级。"),
        (
            Column("code", "text", _("分类代码")),
            Column("name", "text", _("分类名称")),
            Column("level", "integer", _("第几级")),
            Column("parent_code", "text", _("上级分类代码")),
        ),
        _categories,
    ),
)  # fmt: skip
BY_NAME = {table.name: table for table in TABLES}
