"""Tables out of xlsx and csv files, row by row; the header is found, notes above it are kept."""

from __future__ import annotations

import csv
import io
import itertools
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine

from huiying.lib.tables.cells import MB
from huiying.lib.tables.formulas import unguard
from huiying.lib.tables.refusals import BadFile, DangerousFile, NoHeader, NoSheet, TooLarge
from huiying.lib.tables.safety import Limits, check_xlsx
from huiying.lib.text import normalise

LOOK_AT = 10  # rows in which the header may stand
ENCODINGS = ("utf-8-sig", "gb18030")
Cell = Any
Rows = Iterator[tuple[int, list[Cell]]]


@dataclass(slots=True)
class Table:
    """One sheet: ``rows()`` gives (row number in the file, cells) after the header."""

    name: str
    headers: list[str]
    header_row: int
    notes: list[str]
    sheet_names: list[str] = field(default_factory=list)
    _open: Callable[[], Rows] = field(default=lambda: iter(()))

    def rows(self) -> Rows:
        """Every row below the header that is not wholly empty. Can be called again."""
        for number, cells in self._open():
            if number > self.header_row and any(cell not in (None, "") for cell in cells):
                yield number, cells


def open_table(
    path: Path | str,
    *,
    known: Collection[str] = (),
    sheet: str | None = None,
    fill_merged: bool = False,
    limits: Limits | None = None,
) -> Table:
    """A table in a file, its kind told by content. ``known``: header names that help to find it.

    Without ``known`` the first row with at least two filled cells is the header; with it, the row
    that holds most of the names, and NoHeader when none does. Raises BadFile, DangerousFile,
    TooLarge, NoSheet.
    """
    path, limits = Path(path), limits or Limits()
    if not path.is_file():
        raise BadFile(name=path.name, why="没有这个文件。")
    size = path.stat().st_size
    if size == 0:
        raise BadFile(name=path.name, why="文件是空的。")
    if size > limits.size:
        raise TooLarge(name=path.name, why=f"{size // MB} MB，上限 {limits.size // MB} MB")
    with path.open("rb") as stream:
        head = stream.read(4)
    if head[:2] == b"PK" or head == b"\xd0\xcf\x11\xe0":
        check_xlsx(path, limits)
        sheets, opener = _workbook(path, sheet, fill_merged=fill_merged)
    else:
        sheets, opener = [], _text(path, limits)
    return _table(path, sheets, opener, known)


def _table(
    path: Path, sheets: list[str], opener: Callable[[], Rows], known: Collection[str]
) -> Table:
    first = list(itertools.islice(opener(), LOOK_AT))
    place = find_header([cells for _number, cells in first], known)
    if place is None:
        examples = "、".join(sorted(known)[:6]) or "编号、标题、时间"
        raise NoHeader(name=path.name, rows=LOOK_AT, examples=examples)
    number, cells = first[place]
    headers = [as_text(cell) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    notes = [" ".join(filter(None, map(as_text, c))) for _n, c in first[:place]]
    return Table(path.name, headers, number, [n for n in notes if n], sheets, opener)


def find_header(rows: Sequence[Sequence[Cell]], known: Collection[str]) -> int | None:
    """The place of the header among the first rows; None when no row can be one."""
    if not known:
        return next((i for i, r in enumerate(rows) if sum(bool(as_text(c)) for c in r) >= 2), None)
    names = {normalise(name) for name in known}
    scores = [sum(normalise(as_text(cell)) in names for cell in row) for row in rows]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def as_text(cell: Cell) -> str:
    """A cell as people see it: whole floats without a point, no surrounding white space."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _workbook(
    path: Path, sheet: str | None, *, fill_merged: bool
) -> tuple[list[str], Callable[[], Rows]]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise BadFile(name=path.name, why=f"工作簿已损坏（{problem}）。") from None
    wanted = sheet or (names[0] if names else "")
    if wanted not in names:
        raise NoSheet(name=path.name, sheet=wanted, sheets="、".join(names))
    try:
        page = book.get_sheet_by_name(wanted)
    except (python_calamine.CalamineError, ValueError) as problem:
        raise BadFile(name=path.name, why=f"工作表“{wanted}”已损坏（{problem}）。") from None
    first = page.start[0] if page.start else 0

    def rows() -> Rows:
        if not fill_merged:
            for offset, cells in enumerate(page.iter_rows()):
                yield first + offset + 1, cells
            return
        grid = [list(cells) for cells in page.iter_rows()]
        _fill(grid, page, path.name)
        for offset, cells in enumerate(grid):
            yield first + offset + 1, cells

    return names, rows


def _fill(grid: list[list[Cell]], page: Any, name: str) -> None:
    """Write the value of each merged range into all its cells, as far as the sheet reaches."""
    down, right = page.start or (0, 0)
    high, wide = len(grid), max(map(len, grid), default=0)
    left_to_fill = high * wide  # ranges do not overlap, so they cannot cover more than the sheet
    for (top, left), (bottom, last) in page.merged_cell_ranges or ():
        rows = range(max(top - down, 0), min(bottom - down + 1, high))
        columns = range(max(left - right, 0), min(last - right + 1, wide))
        left_to_fill -= len(rows) * len(columns)
        if left_to_fill < 0:
            raise DangerousFile(name=name, why="合并单元格互相重叠")
        if top < down or left < right or not rows or not columns:
            continue  # the value stands outside of what is filled: there is none
        value = grid[rows.start][columns.start]
        for row in rows:
            grid[row][columns.start : columns.stop] = [value] * len(columns)


def _text(path: Path, limits: Limits) -> Callable[[], Rows]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(64 * 1024)
    if "\x00" in sample:
        raise BadFile(name=path.name, why="它不是文本文件（含有空字节）。")
    delimiter = _delimiter(sample)

    def rows() -> Rows:
        csv.field_size_limit(limits.cell)
        with path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(_lines(stream, path.name), delimiter=delimiter)
            line = 0
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as problem:
                    raise BadFile(name=path.name, why=f"第 {line} 行：{problem}") from None
                if len(cells) > limits.columns:
                    raise BadFile(name=path.name, why=f"第 {line} 行有 {len(cells)} 列")
                yield line, [unguard(cell) for cell in cells]

    return rows


def _lines(stream: io.TextIOBase, name: str) -> Iterable[str]:
    try:
        yield from stream
    except UnicodeDecodeError as problem:
        raise BadFile(name=name, why=f"编码不一致（{problem.reason}）。") from None


def _encoding(path: Path) -> str:
    """The first encoding that reads the whole file."""
    with path.open("rb") as stream:
        marked = stream.read(3) == BOM_UTF8
    for encoding in ENCODINGS[:1] if marked else ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as stream:
                while stream.read(4 * MB):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise BadFile(name=path.name, why="文字编码既不是 UTF-8，也不是 GB18030。")


def _delimiter(sample: str) -> str:
    lines = sample.splitlines()[:LOOK_AT]
    return max(",\t;", key=lambda sign: sum(line.count(sign) for line in lines))
