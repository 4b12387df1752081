"""Messages out of a file, for reading without a database: an id, words, a person, a day.

Columns are guessed by the same tables that an import uses; what is not found is left empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huiying.exchange.rules.layouts import known_headers, plain
from huiying.exchange.rules.mapping import distinct, guess
from huiying.insights.rules.problems import Message
from huiying.lib.errors import Refused
from huiying.lib.moments import NotAMoment, day_first, parse_moment
from huiying.lib.tables import NoHeader, Table, as_text, open_table
from huiying.lib.tables.packed import unpacked

LOCAL = ZoneInfo("Asia/Shanghai")
FOR = frozenset(map(plain, ("点赞数", "赞成数", "支持数", "点赞", "likes", "upvotes", "votes")))
AGAINST = frozenset(map(plain, ("反对数", "点踩数", "反对", "dislikes", "downvotes")))
WORDS = {
    "title": frozenset(map(plain, ("title", "标题", "主题", "subject", "summary"))),
    "body": frozenset(map(plain, ("body", "内容", "正文", "text", "message", "details"))),
}


class NoSuchColumn(Refused):
    code = "no_such_column"
    message = "文件“%(name)s”里没有“%(column)s”这一列。"
    hint = "有这些列：%(headers)s。"


class NoWords(Refused):
    code = "no_words"
    message = "在文件“%(name)s”里找不到标题或内容。"
    hint = "请把列名改为“标题”“内容”，或 title、body。现有的列：%(headers)s。"


class SameId(Refused):
    code = "same_id"
    message = "编号“%(ident)s”出现了两次：第 %(first)s 行和第 %(second)s 行。"
    hint = "编号要能分清每一条；请改正文件，或用 --id-column 指定另一列。"


@dataclass(frozen=True, slots=True)
class Rows:
    """A file that is open: its columns by header, and where the words stand."""

    table: Table
    headers: Sequence[str]
    places: Mapping[str, int]  # number, title, body, name, received, for, against

    def cells(self) -> Iterator[tuple[int, list[Any]]]:
        return self.table.rows()

    def place(self, column: str) -> int:
        """Where a column of this name stands. Raises NoSuchColumn."""
        for at, header in enumerate(self.headers):
            if header == column or plain(header) == plain(column):
                return at
        shown = "、".join(self.headers[:20])
        raise NoSuchColumn(name=self.table.name, column=column, headers=shown)

    def text(self, cells: Sequence[Any], name: str) -> str:
        """What stands in one of the known places, "" where the file has none."""
        return cell_text(cells, self.places.get(name))


def cell_text(cells: Sequence[Any], at: int | None) -> str:
    """A cell as text; nothing beyond the end of a short row."""
    return as_text(cells[at]).strip() if at is not None and at < len(cells) else ""


@contextmanager
def opened(path: Path, *, id_column: str = "") -> Iterator[Rows]:
    """A table of messages, packed or not. Raises a refusal of `lib.tables`, NoSuchColumn, NoWords.

    Without ``id_column`` the number is guessed; with it, it is that column.
    """
    with unpacked(path) as inside:
        try:
            table = open_table(inside, known=known_headers())
        except NoHeader:
            table = open_table(inside)
        headers = distinct(table.headers)
        rows = Rows(table, headers, _places(headers))
        places = dict(rows.places)
        if id_column:
            places["number"] = rows.place(id_column)
        if not {"title", "body"} & set(places):
            raise NoWords(name=path.name, headers="、".join(headers[:20]))
        yield Rows(table, headers, places)


def _places(headers: Sequence[str]) -> dict[str, int]:
    columns = guess(headers).columns
    found = {}
    for at, header in enumerate(headers):
        known = columns.get(header, "")
        if known in ("number", "title", "body", "name", "received"):
            found[known] = at
        for name, words in (*WORDS.items(), ("for", FOR), ("against", AGAINST)):
            if plain(header) in words:
                found.setdefault(name, at)
    return found


def messages_of(rows: Rows) -> list[Message]:
    """Every row as a message; a row without a number is called after its line. Raises SameId."""
    found: list[Message] = []
    lines: dict[str, int] = {}
    days = _Days(rows)
    for line, cells in rows.cells():
        ident = rows.text(cells, "number") or f"#{line}"
        if ident in lines:
            raise SameId(ident=ident, first=lines[ident], second=line)
        lines[ident] = line
        likes = _whole(rows.text(cells, "for")) - _whole(rows.text(cells, "against"))
        found.append(
            Message(
                ident,
                rows.text(cells, "title"),
                rows.text(cells, "body"),
                rows.text(cells, "name"),
                days.read(cells),
                likes,
            )
        )
    return found


class _Days:
    """Reads the column of the time; a cell that is no time is no day and stops nothing."""

    def __init__(self, rows: Rows) -> None:
        self.place = rows.places.get("received")
        self.first = False
        if self.place is not None:
            sample = [cells for (_line, cells), _n in zip(rows.cells(), range(500), strict=False)]
            self.first = day_first(cell_text(cells, self.place) for cells in sample)

    def read(self, cells: Sequence[Any]) -> date | None:
        if self.place is None or self.place >= len(cells):
            return None
        try:
            found = parse_moment(cells[self.place], days_first=self.first)
        except NotAMoment:
            return None
        return found.astimezone(LOCAL).date() if found else None


def _whole(text: str) -> int:
    try:
        return int(float(text)) if text else 0
    except (ValueError, OverflowError):
        return 0
