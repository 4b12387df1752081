"""How large a workbook becomes once read, found out before a parser fills the memory with it.

A parser keeps a sheet as one rectangle and repeats a shared text in every cell that shows it, so
a file of a kilobyte can ask for hundreds of gigabytes: one cell at XFD1048576, one long text in
a million cells, a promise of four thousand million texts. The parser then takes the process down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from huiying.lib.tables.refusals import BadFile, DangerousFile, TooLarge

MB = 1024 * 1024
CHUNK = MB
ROWS, COLUMNS = 1_048_576, 16_384  # what a sheet may have, ECMA-376 part 1, 18.3.1.4 and 18.3.1.73
FREE_AREA = 10_000_000  # cells: some 300 MB in the parser
LONGEST_RUN = 8 * MB  # bytes without a single mark; a cell of Excel holds 32,767 characters
MOST_TEXTS = 100_000_000
MOST_EMPTY = 50  # a larger sheet may have this many cells of its rectangle for one that is filled
_REF = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)\d")
_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*(\d+)")
_LINE = re.compile(rb"<(?:\w+:)?row[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROOT = re.compile(rb"<(?:\w+:)?sst\b[^>]*")
_PROMISE = re.compile(rb"\s(?:uniqueCount|count)\s*=\s*[\"'](\d+)")
_ITEM = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_IS_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
# The same as Excel writes them; a fixed beginning makes the search fast.
_PLAIN_REF = re.compile(rb'<c r="([A-Z]+)\d')
_PLAIN_ROW = re.compile(rb'<c r="[A-Z]+(\d+)"')
_PLAIN_SHARED = re.compile(rb' t="s"><v>(\d{1,9})<')
_TYPES = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(slots=True)
class Extent:
    """What one part holds: the corner of its cells, how many there are, which texts they show."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    shown: Counter[bytes] = field(default_factory=Counter)
    unread: int = 0  # cells that show a shared text, written so that it is not seen which
    _lines: int = 0
    _widest: int = 0
    _run: int = 0

    @property
    def area(self) -> int:
        """At most so many cells: those without a place stand behind or below the placed ones."""
        return (self.rows + self._lines) * (self.columns + self._widest)

    def read(self, piece: bytes) -> None:
        seen = _plainly(piece) or _carefully(piece)
        self.cells += seen.cells
        for letters in set(seen.columns):
            self.columns = max(self.columns, _column(letters))
        for digits in set(seen.rows):
            self.rows = max(self.rows, int(digits[:12]))
        if seen.cells > len(seen.columns):
            self._follow(piece)
        self.shown.update(seen.texts)
        self.unread += seen.shared - len(seen.texts)

    def _follow(self, piece: bytes) -> None:
        """Count the cells of each line of a piece in which not every cell names its place."""
        first, *lines = (len(_CELL.findall(line)) for line in _LINE.split(piece))
        self._widest = max(self._widest, self._run + first, *lines, 0)
        self._run = lines[-1] if lines else self._run + first
        self._lines += len(lines)


def check_cells(name: str, archive: ZipFile, unpacked: int) -> None:
    """Read every part once; raise when a part lies, or when reading would cost too much.

    What a part is tells its content: a workbook may keep a sheet or its texts under any name.
    ``unpacked``: bytes that the shared texts, written out in all their cells, may take.
    """
    lengths: list[int] = []
    shown: Counter[bytes] = Counter()
    unread = 0
    for part in archive.infolist():
        extent, texts = _looked_at(name, _pieces(name, archive, part))
        _check_extent(name, part.filename, extent)
        shown.update(extent.shown)
        unread += extent.unread
        lengths = max(lengths, texts, key=sum)
    size = max(lengths, default=0) * unread
    size += sum(lengths[int(n)] * times for n, times in shown.items() if int(n) < len(lengths))
    if size > unpacked:
        raise TooLarge(name=name, why=f"单元格的文字共 {size // MB} MB，上限 {unpacked // MB} MB")


def _pieces(name: str, archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """A part in pieces that end between tags, as long as it really is and not as it says."""
    honest = copy(part)
    honest.file_size = part.file_size + 1  # one more byte than promised is enough to tell
    size, rest = 0, b""
    xml = part.filename.lower().endswith((".xml", ".rels"))
    with archive.open(honest) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if xml and b"\x00" in chunk:
                raise BadFile(name=name, why=f"{part.filename} 不是 UTF-8 编码。")
            whole = rest + chunk
            cut = whole.rfind(b"<") + 1
            piece, rest = (whole[: cut - 1], whole[cut - 1 :]) if cut else (b"", whole)
            if xml:
                _check_piece(name, part, whole, rest)
            elif len(rest) > LONGEST_RUN:  # a picture
                piece, rest = whole, b""
            yield piece
        yield rest
    if size != part.file_size:
        raise DangerousFile(name=name, why=f"{part.filename} 的实际大小与压缩包目录不符")


def _check_piece(name: str, part: ZipInfo, piece: bytes, rest: bytes) -> None:
    """No XML part may declare a document type: entities could open other files (XXE)."""
    if b"<!" in piece and any(sign in piece.upper() for sign in _TYPES):
        raise DangerousFile(name=name, why=f"{part.filename} 声明了外部实体")
    if len(rest) > LONGEST_RUN:
        raise DangerousFile(name=name, why=f"{part.filename} 含有异常长的文字")


def _looked_at(name: str, pieces: Iterator[bytes]) -> tuple[Extent, list[int]]:
    """What the cells of a part reach to, and the lengths of the shared texts it holds."""
    extent, texts = Extent(), Texts()
    for piece in pieces:
        root = _ROOT.search(piece)
        if root and any(int(n[:12]) > MOST_TEXTS for n in _PROMISE.findall(root[0])):
            raise DangerousFile(name=name, why="共享文字的数量不合理")
        if b"<sst" in piece or b":sst" in piece or texts.open:
            texts.read(piece)
        if b"<c" in piece or b":c" in piece:
            extent.read(piece)
    return extent, texts.lengths


@dataclass(slots=True)
class Texts:
    """The length of every shared text in bytes, its marks included."""

    lengths: list[int] = field(default_factory=list)
    open: bool = False
    _current: int = 0

    def read(self, piece: bytes) -> None:
        self.open = True
        first, *others = _ITEM.split(piece)
        self._current += len(first)
        for other in others:
            self.lengths.append(self._current)
            self._current = len(other)


class Seen(NamedTuple):
    """The marks of cells in a piece; ``shared`` counts all that show a shared text."""

    columns: list[bytes]
    rows: list[bytes]
    cells: int
    texts: list[bytes]
    shared: int


def _plainly(piece: bytes) -> Seen | None:
    """Read the way Excel, WPS and most libraries write; None unless nothing can be overlooked.

    Several times as fast as reading carefully. The counts show that every sign which could belong
    to a cell or a shared text was taken in.
    """
    if b":c" in piece:  # a cell with a namespace in front
        return None
    columns, rows = _PLAIN_REF.findall(piece), _PLAIN_ROW.findall(piece)
    texts = _PLAIN_SHARED.findall(piece)
    whole = len(columns) == len(rows) == piece.count(b"<c") and len(texts) == piece.count(
        b'"s"'
    ) + piece.count(b"'s'")
    return Seen(columns, rows, len(columns), texts, len(texts)) if whole else None


def _carefully(piece: bytes) -> Seen:
    return Seen(
        _REF.findall(piece),
        _ROW.findall(piece),
        len(_CELL.findall(piece)),
        _SHARED.findall(piece),
        len(_IS_SHARED.findall(piece)),
    )


def _column(letters: bytes) -> int:
    """A is 1, Z is 26, XFD is 16384; anything longer than a sheet allows is more than that."""
    if len(letters) > 3:
        return COLUMNS + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_extent(name: str, part: str, extent: Extent) -> None:
    if not extent.cells:
        return
    if extent.rows > ROWS or extent.columns > COLUMNS:
        raise DangerousFile(name=name, why=f"{part} 里有单元格在工作表范围之外")
    if extent.area > max(FREE_AREA, MOST_EMPTY * extent.cells):
        size = f"{extent.rows} 行 {extent.columns} 列"
        raise TooLarge(
            name=name, why=f"{part} 伸展到 {size}，有内容的单元格却只有 {extent.cells} 个"
        )
