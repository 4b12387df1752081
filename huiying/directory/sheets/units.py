"""Units in and out: our own layout, and public lists of divisions (code, parent, name, level)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from huiying.directory import actions
from huiying.directory.actions.units import UnitValues
from huiying.directory.kinds import UnitKind
from huiying.directory.models import Area, Unit
from huiying.directory.rules.codes import trimmed_area_code
from huiying.directory.sheets import cells
from huiying.directory.sheets.book import Line
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Did, did
from huiying.journal.events import By

REQUIRED = ("编号", "名称", "类别")
COLUMNS = (
    *("编号", "上级编号", "名称", "简称", "类别", "统一社会信用代码", "区划代码"),
    *("职责清单", "工作日历", "电话", "启用"),
)
DIVISIONS = ("code", "parent", "name", "level")
KIND_OF_LEVEL = {"county": "district", "town": "street", "village": "community"}
TEXTS = {
    "name": "名称",
    "short_name": "简称",
    "credit_code": "统一社会信用代码",
    "duties": "职责清单",
    "phone": "电话",
}  # fmt: skip


def read(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """Our own layout; columns that the file does not have stay as they are."""
    for line in lines:
        yield Deed(line.row, line.get("编号"), partial(_put, line), line.get("上级编号"))


def _put(line: Line, by: By, at: datetime) -> list[Did]:
    values: UnitValues = {}
    for name, column in TEXTS.items():
        if line.has(column):
            values[name] = line.get(column)  # type: ignore[literal-required]
    values["kind"] = cells.chosen(UnitKind, line.get("类别"), "类别")
    if line.has("上级编号"):
        values["parent_id"] = cells.unit_id(line.get("上级编号"))
    if line.has("区划代码"):
        values["area_id"] = cells.area_id(line.get("区划代码"))
    if line.has("工作日历"):
        values["calendar_id"] = cells.calendar_id(line.get("工作日历"))
    if line.has("启用"):
        values["active"] = cells.yes(line.get("启用"), "启用", default=True)
    return [did(actions.put_unit(code=line.get("编号"), by=by, at=at, **values))]


def read_divisions(lines: list[Line], _options: Options) -> Iterator[Deed]:
    """A public list of divisions: one unit for each, at the area with the same code if known."""
    listed = {line.get("code") for line in lines}
    for line in lines:
        code = trimmed_area_code(line.get("code"))
        above = line.get("parent") if line.get("parent") in listed else ""
        parent = trimmed_area_code(above)
        yield Deed(line.row, code, partial(_put_division, line, code, parent), parent)


def _put_division(line: Line, code: str, parent: str, by: By, at: datetime) -> list[Did]:
    kind = KIND_OF_LEVEL.get(line.get("level"))
    if kind is None:
        known = "、".join(KIND_OF_LEVEL)
        raise cells.BadCell(column="level", value=line.get("level"), choices=known)
    values: UnitValues = {"name": line.get("name"), "kind": kind}
    if parent:
        values["parent_id"] = cells.unit_id(parent)
    area = Area.objects.filter(code=code).values_list("pk", flat=True).first()
    if area is not None:
        values["area_id"] = area
    return [did(actions.put_unit(code=code, by=by, at=at, **values))]


def rows() -> Iterator[tuple[object, ...]]:
    """The header and all units, parents first."""
    yield COLUMNS
    units = Unit.objects.select_related("parent", "area", "calendar").order_by("path")
    for row in sorted(units, key=lambda unit: (unit.path.count("/"), unit.code)):
        yield (
            row.code,
            row.parent.code if row.parent else "",
            row.name,
            row.short_name,
            cells.shown(UnitKind, row.kind),
            row.credit_code,
            row.area.code if row.area else "",
            row.duties,
            row.calendar.name if row.calendar else "",
            row.phone,
            row.active,
        )
