"""Lists out of the system: Excel or CSV, in constant memory, never run as formulas."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.cases.kinds import Channel
from huiying.cases.queries import Row, every_row
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.workflow import STATE_LABELS, State
from huiying.directory.kinds import CaseKind, Level
from huiying.exchange.refusals import BadOption, TooManyRows
from huiying.lib.tables import Sheet, write_csv, write_xlsx

KINDS = ("xlsx", "csv")
MOST = 20_000  # rows of a file that somebody waits for: a few seconds
TOLD_EVERY = 1000  # rows between two signs of progress
Tell = Callable[[int], object]
Target = Path | BinaryIO

# Header (a gettext msgid), what stands in it, width in characters. Files leave the house: names
# are masked, and so are the numbers that people write into their words.
COLUMNS: tuple[tuple[str, Callable[[Row], Any], int], ...] = (
    (gettext_noop("编号"), lambda row: row.number, 20),
    (gettext_noop("标题"), lambda row: mask_words(row.title), 40),
    (gettext_noop("诉求类型"), lambda row: _label(CaseKind, row.kind), 10),
    (gettext_noop("渠道"), lambda row: _label(Channel, row.channel), 8),
    (gettext_noop("级别"), lambda row: _label(Level, row.level), 8),
    (gettext_noop("状态"), lambda row: _(STATE_LABELS[State(row.state)]), 10),
    (gettext_noop("受理时间"), lambda row: row.received_at, 17),
    (gettext_noop("办理时限"), lambda row: row.due_at, 17),
    (gettext_noop("挂账至"), lambda row: row.suspended_until, 17),
    (gettext_noop("办结时间"), lambda row: row.closed_at, 17),
    (gettext_noop("承办单位"), lambda row: row.unit, 20),
    (gettext_noop("区划"), lambda row: row.area, 16),
    (gettext_noop("问题分类"), lambda row: row.category, 16),
    (gettext_noop("地址"), lambda row: mask_words(row.address), 30),
    (gettext_noop("退单次数"), lambda row: row.returns, 8),
    (gettext_noop("诉求人"), lambda row: _("保密") if row.confidential else row.reporter, 10),
)

WIDTHS = [width for _title, _value, width in COLUMNS]


def all_of(found: QuerySet[Any]) -> list[Any]:
    """All rows of a list for one file, made while somebody waits; never only a part of them.

    Raises TooManyRows above MOST.
    """
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        raise TooManyRows(most=MOST)
    return rows


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label)


def headers() -> list[str]:
    return [_(title) for title, _value, _width in COLUMNS]


def export_cases(
    idents: Sequence[int], kind: str, target: Target, tell: Tell = lambda _done: None
) -> int:
    """Write cases in the order of their ids; returns how many. Raises BadOption for the kind.

    ``tell`` hears every thousand rows how many are written. Reads in short looks, holds no
    transaction, and keeps some hundred rows in memory however long the list is.
    """
    return write(Sheet(_("案件"), headers(), _rows(idents, tell), WIDTHS), kind, target)


def _rows(idents: Sequence[int], tell: Tell) -> Iterator[list[Any]]:
    for place, row in enumerate(every_row(idents)):
        if place % TOLD_EVERY == 0:
            tell(place)
        yield [value(row) for _title, value, _width in COLUMNS]


def write(sheet: Sheet, kind: str, target: Target) -> int:
    """A table into a file of either kind; returns the rows. Raises BadOption."""
    if kind not in KINDS:
        raise BadOption(name=_("格式"), value=kind, known="、".join(KINDS))
    if kind == "xlsx":
        return write_xlsx(target, [sheet])
    stream = target.open("wb") if isinstance(target, Path) else target
    try:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        count = write_csv(text, sheet.headers, sheet.rows)
        text.flush()
        text.detach()
    finally:
        if isinstance(target, Path):
            stream.close()
    return count
