"""Small files to bring in, and how to bring them."""

from pathlib import Path
from typing import Any

import xlsxwriter

from huiying.directory import sheets
from huiying.journal.events import By
from tests.city import NOW

BY = By(1, "郭涛")


def bring(kind: str, path: Path, **more: Any) -> sheets.Report:
    options = sheets.Options(
        crs=more.pop("crs", ""),
        standard=more.pop("standard", ""),
        code_kind=more.pop("code_kind", ""),
    )
    return sheets.import_file(kind, path, by=BY, at=NOW, options=options, **more)


def excel(path: Path, rows: list[list[Any]], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path
