"""Files that a command writes: they take their name only when they are whole."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from huiying.config import cli
from huiying.config.say import _
from huiying.lib.tables import Sheet, write_csv, write_xlsx


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A failure leaves what was there before."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_name(path: Path, option: str) -> None:
    """Raises Stop unless a table can be written under this name."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise cli.Stop(_("%(option)s 的文件名应以 .xlsx 或 .csv 结尾") % {"option": option})
    if not path.resolve().parent.is_dir():
        raise cli.Stop(_("没有文件夹 %(folder)s") % {"folder": path.resolve().parent})


def write_tables(path: Path, sheets: Sequence[Sheet]) -> list[Path]:
    """The sheets in one workbook, or each in a CSV of its own (plain UTF-8, for programs): the
    first under the name, the others with theirs before the ending. The files written."""
    if path.suffix.lower() == ".xlsx":
        with whole(path) as stream:
            write_xlsx(stream, sheets)
        return [path]
    written: list[Path] = []
    for sheet in sheets:
        target = path if not written else path.with_suffix(f".{sheet.name}{path.suffix}")
        with whole(target) as stream:
            text = TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
            write_csv(text, sheet.headers, sheet.rows)
            text.detach()
        written.append(target)
    return written
