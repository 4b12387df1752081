"""The columns of the knowledge base as a table, out and in again. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiying.lib.errors import Refused
from huiying.lib.numbers import whole

HEADS = (
    "编号", "标题", "答复口径", "关键词", "依据", "责任单位", "分类", "复核日期", "公开", "状态",
    "版本",
)  # fmt: skip
NEEDED = ("标题", "答复口径", "责任单位", "复核日期")
MOST = 2000  # rows of one file
BETWEEN = "；"
YES = frozenset({"是", "公开", "1", "true", "yes", "y"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class BadCell(Refused):
    code = "bad_cell"
    message = _("“%(column)s”写的是“%(value)s”，看不懂。")
    hint = _("%(how)s")


class MissingColumn(Refused):
    code = "missing_column"
    message = _("表格里没有“%(column)s”这一列。")
    hint = _("请先导出一份作为样表，保留第一行的列名。")


class TooManyRows(Refused):
    code = "too_many_rows"
    message = _("一次最多导入 %(most)s 行。")
    hint = _("请分成几个文件。")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was written; names are not looked up yet."""

    ident: int | None
    title: str
    body: str
    keywords: str
    basis: str
    unit: str
    categories: tuple[str, ...]
    review_on: date
    public: bool


def check_heads(heads: list[str]) -> None:
    """Raise MissingColumn for a column that must be there and is not."""
    for name in NEEDED:
        if name not in heads:
            raise MissingColumn(column=name)


def parse(cells: Mapping[str, str]) -> Row:
    """One row by the names of its columns. Raises BadCell."""
    ident = cells.get("编号", "").strip().removesuffix(".0")
    if ident and whole(ident) is None:
        how = _("编号是导出时系统给的数字；新的知识请留空。")
        raise BadCell(column="编号", value=ident[:20], how=how)
    names = re.split(r"[；;\n]", cells.get("分类", ""))
    return Row(
        whole(ident),
        cells["标题"], cells["答复口径"], cells.get("关键词", ""), cells.get("依据", ""),
        cells["责任单位"].strip(),
        tuple(dict.fromkeys(name.strip() for name in names if name.strip())),
        _day(cells["复核日期"].strip()),
        cells.get("公开", "").strip().lower() in YES,
    )  # fmt: skip


def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    how = _("请写成 2027-05-01 这样的日期。")
    raise BadCell(column="复核日期", value=text[:20], how=how)
