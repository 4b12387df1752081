"""Lists out of the system: Excel or CSV, in constant memory, never run as formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases.kinds import Channel
from huiying.cases.listing import Filter
from huiying.cases.queries import Row, every_row
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.workflow import STATE_LABELS, State
from huiying.directory.kinds import CaseKind, Level
from huiying.exchange.refusals import BadOption
from huiying.lib.tables import Sheet, write_csv, write_xlsx

KINDS = ("xlsx", "csv")

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


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label)


def headers() -> list[str]:
    return [_(title) for title, _value, _width in COLUMNS]


def case_rows(actor: Actor, wanted: Filter, at: datetime) -> Iterator[list[Any]]:
    """What the actor sees of a list, in its order, row by row."""
    for row in every_row(actor, wanted, at):
        yield [value(row) for _title, value, _width in COLUMNS]


def export_cases(actor: Actor, wanted: Filter, at: datetime, kind: str, target: Path) -> int:
    """Write the list to a file; returns how many cases. Raises BadOption for an unknown kind."""
    _check(kind)
    rows = case_rows(actor, wanted, at)
    if kind == "csv":
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            return write_csv(stream, headers(), rows)
    widths = [width for _title, _value, width in COLUMNS]
    return write_xlsx(target, [Sheet(_("案件"), headers(), rows, widths)])


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise BadOption(name=_("格式"), value=kind, known="、".join(KINDS))
