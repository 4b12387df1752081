"""The three rates as a table that can be reckoned again; no person is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.exchange.refusals import NoSuchCode
from huiying.lib.tables import Sheet
from huiying.scorecard import queries as scorecard
from huiying.scorecard.queries import BY, Board, Line, Rate, Scope

LABELS = {
    "responded": gettext_noop("响应率"),
    "solved": gettext_noop("解决率"),
    "satisfied": gettext_noop("满意率"),
}
TREES: dict[str, Callable[[], directory.Tree[Any]]] = {
    "unit": directory.units,
    "area": directory.areas,
    "category": directory.categories,
}


def heads() -> list[str]:
    """Each share is followed by its numerator and interval; the denominator is 计入件数."""
    names = [_("名称"), _("计入件数")]
    for label in LABELS.values():
        names += [_(label), _("分子"), _("区间下限"), _("区间上限")]
    return [*names, _("剔除")]


def rows_of(board: Board) -> list[list[Any]]:
    """The lines of a board and the total below them."""
    return [_row(one, one.label or _("（未填）")) for one in board.lines] + [
        _row(board.total, _("合计"))
    ]


def board_sheet(actor: Actor, scope: Scope, by: str) -> Sheet:
    """What the rates page shows of a month, as a sheet."""
    return Sheet(scope.period, heads(), rows_of(scorecard.board(actor, scope, by)))


def scope_below(period: str, by: str, code: str | None) -> Scope:
    """A month below the unit, area or category with this code. Raises NoSuchCode."""
    if not code:
        return Scope(period)
    rows: Mapping[int, Any] = TREES[by]().rows
    found = [ident for ident, row in rows.items() if row.code == code]
    if len(found) != 1:
        raise NoSuchCode(code=code)
    return Scope(period, **{by: found[0]})


def query_of(scope: Scope, by: str) -> str:
    """Which part of the rates was exported, for the journal."""
    limits = {name: ident for name in BY if (ident := getattr(scope, name)) is not None}
    return urlencode({"month": scope.period, "by": by, **limits})


def _row(one: Line, name: str) -> list[Any]:
    shares = (cell for rate in LABELS for cell in _cells(one.rate(rate)))
    return [name, one.counted, *shares, one.excluded]


def _cells(rate: Rate) -> tuple[Any, ...]:
    if rate.share is None:
        return None, 0, None, None
    return round(rate.share, 4), rate.part, round(rate.low, 4), round(rate.high, 4)
