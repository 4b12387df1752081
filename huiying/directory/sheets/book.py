"""Tables on disk: Excel and CSV into rows of texts, and texts into Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused
from huiying.lib.tables import NoHeader, as_text, open_table

WIDTH = 18  # characters, of every column we write


class UnknownLayout(Refused):
    code = "unknown_layout"
    message = _("“%(file)s”里没有认识的表头。")
    hint = _("前十行中须有一行含有这些列：%(columns)s。导出一份就能得到样表。")


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


def lines_of(path: Path, required: Sequence[str]) -> list[Line] | None:
    """The rows under the header that has all required columns, of every sheet that has one.

    Merged cells carry their value in every row. None when no sheet has the columns; raises what
    ``lib.tables`` raises for files that nobody can read.
    """
    found: list[Line] | None = None
    for name in _sheet_names(path):
        try:
            table = open_table(path, known=required, sheet=name or None, fill_merged=True)
        except NoHeader:
            continue
        if set(required) <= set(table.headers):
            rows = table.rows()
            lines = [Line(number, _cells(table.headers, cells), name) for number, cells in rows]
            found = [*(found or ()), *lines]
    return found


def write_book(target: Path | BinaryIO, sheets: Mapping[str, Iterable[Sequence[object]]]) -> int:
    """Write sheets of rows, the first row of each its header; how many rows stand under headers.

    Columns are text columns, unlike those of other exports: whoever adds the code 0103 by hand
    must not find it turned into 103.
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
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return as_text(value)


def _sheet_names(path: Path) -> list[str]:
    try:
        return open_table(path).sheet_names or [""]
    except NoHeader:
        return [""]


def _cells(header: list[str], cells: list[Any]) -> dict[str, str]:
    padded = [*cells, *[None] * (len(header) - len(cells))]
    named = zip(header, padded, strict=False)
    return {name: text_of(cell) for name, cell in named if name}
