"""Tables on disk: Excel and CSV into rows of texts, and texts into Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext_noop as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from huiying.lib.errors import Refused

HEADER_WITHIN = 5  # a note row may stand above the header
WIDTH = 18  # characters, of every column we write
ENCODINGS = ("utf-8-sig", "gb18030")


class CannotRead(Refused):
    code = "cannot_read_file"
    message = _("读不了文件“%(file)s”：%(why)s")
    hint = _("请提供 .xlsx、.xls、.ods 或 .csv（UTF-8 或 GBK 编码）。")


class UnknownLayout(Refused):
    code = "unknown_layout"
    message = _("“%(file)s”里没有认识的表头。")
    hint = _("前五行中须有一行含有这些列：%(columns)s。导出一份就能得到样表。")


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the header; ``row`` is its number on the sheet, from 1."""

    row: int
    cells: Mapping[str, str]
    sheet: str = ""

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def has(self, *columns: str) -> bool:
        """Whether the table has these columns at all, filled or not."""
        return all(column in self.cells for column in columns)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[list[str]]


def read_book(path: Path) -> list[Sheet]:
    """All sheets as texts; merged cells carry their value in every row. Raises CannotRead."""
    try:
        if path.suffix.lower() == ".csv":
            return [Sheet(path.stem, list(csv.reader(io.StringIO(_decoded(path.read_bytes())))))]
        with CalamineWorkbook.from_path(str(path)) as book:
            sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
            return [Sheet(sheet.name, _rows(sheet)) for sheet in sheets]
    except (OSError, CalamineError, UnicodeDecodeError, csv.Error) as error:
        raise CannotRead(file=path.name, why=str(error)) from error


def lines_of(sheet: Sheet, required: Sequence[str]) -> list[Line] | None:
    """The rows under the header that has all required columns; None when there is no such row."""
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        header = [cell.strip() for cell in row]
        if set(required) <= set(header):
            return [
                Line(number, _cells(header, cells), sheet.name)
                for number, cells in enumerate(sheet.rows[place + 1 :], place + 2)
                if any(cell.strip() for cell in cells)
            ]
    return None


def write_book(target: Path | BinaryIO, sheets: Mapping[str, Iterable[Sequence[object]]]) -> int:
    """Write sheets of rows, the first row of each its header; how many rows stand under headers.

    Every text is written as text, so that neither a formula nor a number comes of it.
    """
    count = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 40, WIDTH, text)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    form = text if place else head
                    sheet.write_string(place, column, text_of(value), form)
                count += bool(place)
    return count


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, true and false as 是 and 否."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS[:-1]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(ENCODINGS[-1])


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return rows


def _cells(header: list[str], cells: list[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    named = zip(header, padded, strict=False)
    return {name: cell.strip() for name, cell in named if name}
