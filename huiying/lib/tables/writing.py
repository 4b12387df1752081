"""Tables into xlsx and csv files that no spreadsheet program will run as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from zoneinfo import ZoneInfo

import xlsxwriter

from huiying.lib.tables.formulas import guard

LOCAL = ZoneInfo("Asia/Shanghai")
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767  # what Excel holds


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write; ``widths`` in characters, the default is 16."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()


def write_xlsx(target: Path | BinaryIO, sheets: Iterable[Sheet]) -> int:
    """Write sheets in constant memory; returns the rows written. Long lists go on a next sheet."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#E8F0FA", "border": 1}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    written = sum(_write_sheet(book, sheet, formats) for sheet in sheets)
    book.close()
    return written


def _write_sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> int:
    page, count, part = _page(book, sheet, formats, 1), 0, 1
    for row in sheet.rows:
        if count and count % MOST_ROWS == 0:
            part += 1
            page = _page(book, sheet, formats, part)
        place = count % MOST_ROWS + 1
        for column, value in enumerate(row):
            _write_cell(page, place, column, value, formats)
        count += 1
    return count


def _page(book: Any, sheet: Sheet, formats: dict[str, Any], part: int) -> Any:
    page = book.add_worksheet(sheet.name[:28] + (f" {part}" if part > 1 else ""))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, 0, max(0, len(sheet.headers) - 1))
    for column, header in enumerate(sheet.headers):
        page.set_column(column, column, sheet.widths[column] if column < len(sheet.widths) else 16)
        page.write_string(0, column, header, formats["head"])
    return page


def _write_cell(page: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        local = value.astimezone(LOCAL).replace(tzinfo=None) if value.tzinfo else value
        page.write_datetime(row, column, local, formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    else:
        page.write_string(row, column, str(value)[:LONGEST_CELL])


def write_csv(target: TextIO, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write UTF-8 CSV (give a stream opened with utf-8-sig); returns the rows written."""
    writer = csv.writer(target)
    writer.writerow([safe(header) for header in headers])
    count = 0
    for row in rows:
        writer.writerow([safe(value) for value in row])
        count += 1
    return count


def safe(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: such texts get an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL) if value.tzinfo else value
        return f"{local:%Y-%m-%d %H:%M:%S}"
    return guard(str(value))
