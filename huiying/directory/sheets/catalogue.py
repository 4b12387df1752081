"""National catalogues with conditions for filing: GB/T 30428.8 and its successor, as published.

Classes stand in merged cells over several conditions; each condition has its own limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby

from huiying.directory import actions
from huiying.directory.actions.categories import Condition
from huiying.directory.kinds import CodeKind
from huiying.directory.models import FilingCondition
from huiying.directory.sheets import cells
from huiying.directory.sheets.book import Line
from huiying.directory.sheets.categories import SayStandard, ensure_code_set
from huiying.directory.sheets.options import Options
from huiying.directory.sheets.report import Deed, Did, did
from huiying.journal.events import By

CLASS = ("大类代码", "大类名称", "小类代码", "小类名称")
REQUIRED = (*CLASS, "立案条件")
DETAILS = {
    "condition": "立案条件",
    "limit": "处置时限",
    "closing": "结案条件",
    "supervised_by": "监管主体",
    "done_by": "责任主体",
    "law": "法律法规依据",
    "clause": "具体条款",
    "collecting": "采集要求",
}
COLUMNS = (*CLASS, *DETAILS.values())
WORDS = {"部件": "component", "事件": "event", "事项": "event", "诉求": "demand"}


@dataclass(slots=True)
class Small:
    """A class 小类 with its conditions; ``row`` is its first row."""

    row: int
    big: str
    big_name: str
    code: str
    name: str
    kind: str
    conditions: list[Condition] = field(default_factory=list)


def read(lines: list[Line], options: Options) -> Iterator[Deed]:
    """The catalogue; empty cells of the class columns repeat the row above."""
    if not options.standard:
        raise SayStandard
    for kind, sheet in groupby(lines, key=lambda line: _kind(line.sheet, options)):
        seen: set[str] = set()
        for small in _classes(list(sheet), kind):
            if small.big not in seen:
                seen.add(small.big)
                put = partial(_put_big, options.standard, small)
                yield Deed(small.row, f"{kind} {small.big}", put)
            put = partial(_put_small, options.standard, small)
            yield Deed(small.row, f"{kind} {small.code}", put, f"{kind} {small.big}")


def _kind(sheet: str, options: Options) -> str:
    said = next((kind for word, kind in WORDS.items() if word in sheet), "")
    if not (options.code_kind or said):
        raise SayStandard
    return options.code_kind or said


def _classes(lines: list[Line], kind: str) -> Iterator[Small]:
    above = dict.fromkeys(CLASS, "")
    found: dict[str, Small] = {}
    for line in lines:
        own = {column: line.get(column) for column in CLASS}
        if own["大类代码"]:
            above = dict.fromkeys(CLASS, "")
        above |= {column: text for column, text in own.items() if text}
        big = above["大类代码"].zfill(2)
        code = full_code(big, above["小类代码"])
        small = found.setdefault(
            code, Small(line.row, big, above["大类名称"], code, above["小类名称"], kind)
        )
        if line.get("立案条件"):
            texts = {name: line.get(column) for name, column in DETAILS.items()}
            small.conditions.append(Condition(**texts))
    yield from found.values()


def full_code(big: str, small: str) -> str:
    """The code of a class with that of its group: 06 + 010 and 06010 are the same.

    Spreadsheets drop leading zeros (6010 for 06010), which are put back.
    """
    for whole in (small, f"0{small}"):
        if len(whole) >= len(big) + 2 and whole.startswith(big):
            return whole
    return big + small.zfill(2)


def _put_big(standard: str, small: Small, by: By, at: datetime) -> list[Did]:
    code_set = ensure_code_set(standard, by, at)
    put = actions.put_category(
        code_set_id=code_set, kind=small.kind, code=small.big, name=small.big_name, by=by, at=at
    )
    return [did(put)]


def _put_small(standard: str, small: Small, by: By, at: datetime) -> list[Did]:
    code_set = ensure_code_set(standard, by, at)
    put = actions.put_category(
        code_set_id=code_set,
        kind=small.kind,
        code=small.code,
        name=small.name,
        parent_id=cells.category_id(standard, small.kind, small.big),
        by=by,
        at=at,
    )
    differs = actions.put_conditions(
        category_id=put.row.pk, conditions=small.conditions, by=by, at=at
    )
    return [did(put), Did("changed", ("conditions",)) if differs else Did("unchanged")]


def sheets(standard: str) -> dict[str, Iterator[tuple[object, ...]]]:
    """A sheet for each kind of class of a standard that has conditions."""
    found = FilingCondition.objects.filter(category__code_set__standard=standard)
    kinds = found.values_list("category__kind", flat=True).distinct().order_by("category__kind")
    return {cells.shown(CodeKind, kind): _rows(standard, kind) for kind in kinds}


def _rows(standard: str, kind: str) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    conditions = FilingCondition.objects.filter(
        category__code_set__standard=standard, category__kind=kind
    ).select_related("category__parent")
    for row in conditions.order_by("category__code", "place"):
        small, big = row.category, row.category.parent
        head = (big.code if big else "", big.name if big else "", small.code, small.name)
        yield (*head, *(getattr(row, name) for name in DETAILS))
