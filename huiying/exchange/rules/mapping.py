"""Which column of a file is which fact: guessed, or as a person said, and compiled for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from huiying.exchange.rules.fields import CHOICES, FIELDS, IGNORE, KEEP
from huiying.exchange.rules.layouts import PERSONAL, general, ignored, plain, recognise
from huiying.lib.errors import Refused

Columns = dict[str, str]  # header → field, KEEP or IGNORE


class HeaderNotUnderstood(Refused):
    code = "header_not_understood"
    message = "看不懂这个文件的表头：缺少%(missing)s。文件里的列是：%(headers)s"
    hint = (
        "请确认表头写有列名，例如：工单编号、标题、主要内容、受理时间；"
        "或在导入页面手工对应各列后再导入。"
    )


@dataclass(frozen=True, slots=True)
class Guess:
    """What the headers say by themselves."""

    columns: Columns
    layout: str = ""
    source: str = ""
    channel: str = ""


def distinct(headers: Sequence[str]) -> list[str]:
    """Headers that name their column: empty and repeated ones get a number."""
    seen: dict[str, int] = {}
    named = []
    for place, header in enumerate(headers, 1):
        name = header.strip() or f"第 {place} 列"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named


def key_of(headers: Sequence[str]) -> str:
    """One key for a set of headers, whatever their order: mappings are remembered by it."""
    joined = "\n".join(sorted(plain(header) for header in headers))
    return sha256(joined.encode()).hexdigest()[:32]


def guess(headers: Sequence[str]) -> Guess:
    """Fields for the headers by the alias tables; of two columns for a field the likelier wins."""
    layout = recognise(list(headers))
    special = {plain(h): f for h, f in layout.fields.items()} if layout else {}
    offers: dict[str, list[tuple[int, int]]] = {}
    for index, header in enumerate(headers):
        name, place = general().get(plain(header), ("", 0))
        if plain(header) in special:
            name, place = special[plain(header)], -1
        if name:
            offers.setdefault(name, []).append((place, index))
    taken = {min(places)[1]: name for name, places in offers.items()}
    columns = {h: taken.get(i) or _rest(h) for i, h in enumerate(headers)}
    if layout is None:
        return Guess(columns)
    return Guess(columns, layout.key, layout.source, layout.channel)


def _rest(header: str) -> str:
    """What is done with a column that holds no known fact."""
    if plain(header) in ignored() or PERSONAL.search(header):
        return IGNORE
    return KEEP


def combine(headers: Sequence[str], said: Mapping[str, str], guessed: Columns) -> Columns:
    """A person's mapping on these headers; columns it does not know are as guessed.

    A guess never takes a field that the person has given to another column. Raises
    HeaderNotUnderstood for a field that two columns are given.
    """
    by_plain = {plain(header): target for header, target in said.items() if target in CHOICES}
    given = {h: by_plain[plain(h)] for h in headers if plain(h) in by_plain}
    used = {target for target in given.values() if target in FIELDS}
    columns = {}
    for header in headers:
        target = given.get(header, guessed.get(header, KEEP))
        if header not in given and target in used:
            target = KEEP
        columns[header] = target
    return columns


def check(columns: Columns) -> None:
    """Raise unless a case can be made of these columns: a number, and words to know it by."""
    targets = set(columns.values())
    missing = []
    if "number" not in targets:
        missing.append("“编号”")
    if not targets & {"title", "body", "category", "category1"}:
        missing.append("“标题”或“内容”")
    doubled = [name for name in FIELDS if list(columns.values()).count(name) > 1]
    if doubled:
        labels = "、".join(FIELDS[name] for name in doubled)
        raise HeaderNotUnderstood(
            "“%(fields)s”对应了不止一列。", hint="请让每一项只对应一列。", fields=labels
        )
    if missing:
        shown = "、".join(list(columns)[:12])
        raise HeaderNotUnderstood(missing="和".join(missing), headers=shown)


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping made ready for reading rows: where each field stands, which columns are kept."""

    headers: tuple[str, ...]
    places: dict[str, int]
    kept: tuple[tuple[int, str], ...]
    used: tuple[int, ...]
    absent: dict[str, str]  # the fields no column holds, each with the empty text
    titles: dict[str, str]  # field → header of its column, or the field's label without one

    @classmethod
    def of(cls, headers: Sequence[str], columns: Columns) -> Plan:
        places = {columns[h]: i for i, h in enumerate(headers) if columns[h] in FIELDS}
        kept = tuple((i, h) for i, h in enumerate(headers) if columns[h] == KEEP)
        used = tuple(i for i, h in enumerate(headers) if columns[h] != IGNORE)
        absent = dict.fromkeys(FIELDS.keys() - places.keys(), "")
        titles = {**FIELDS, **{name: headers[place] for name, place in places.items()}}
        return cls(tuple(headers), places, kept, used, absent, titles)

    def content(self, cells: Sequence[object]) -> str:
        """All that is taken from a row, as one text: to see whether two rows say the same."""
        return repr([cells[place] for place in self.used])

    def header(self, name: str) -> str:
        """The header of a field's column, or the field's label when the file has none."""
        return self.titles[name]
