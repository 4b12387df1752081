"""A list or a table of rates as a file: what is seen, no more, personal data masked as there."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.console.desks import rating, searching
from huiying.console.desks.desk import line, seat
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.lib.tables.writing import Sheet, write_csv, write_xlsx
from huiying.scorecard import queries as scorecard

MOST = 20_000  # rows made while somebody waits: a few seconds
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


class TooLong(Refused):
    code = "export_too_long"
    message = gettext_noop("符合条件的案件超过 %(most)s 件，不能一次导出。")
    hint = gettext_noop("请用接收日期或单位缩小范围，分几次导出。")


@require_GET
@console
def case_list(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered and sorted now."""
    seat(desk, _(searching.NAME), searching.ROLES)
    wanted = Filter.parse(desk.request.GET)
    found = cases.cases_for(desk.actor, wanted, desk.at)
    if found.values("pk")[: MOST + 1].count() > MOST:
        raise TooLong(most=MOST)
    headers = [
        _("编号"), _("标题"), _("状态"), _("诉求类型"), _("渠道"), _("级别"), _("主办单位"),
        _("区划"), _("分类"), _("地址"), _("接收时间"), _("办结时限"), _("结案时间"), _("退单次数"),
    ]  # fmt: skip
    return _file(kind, "cases", Sheet(_("案件"), headers, _rows(desk, wanted), (22, 40)))


def _rows(desk: Console, wanted: Filter) -> Iterator[tuple[Any, ...]]:
    for row in cases.every_row(desk.actor, wanted, desk.at):
        shown = line(desk, row)
        yield (
            row.number, shown.title, shown.state, shown.kind, shown.channel, shown.level, row.unit,
            row.area, row.category, shown.address, row.received_at, row.due_at, row.closed_at,
            row.returns,
        )  # fmt: skip


@require_GET
@console
def rates(desk: Console, kind: str) -> HttpResponseBase:
    """The table of a month: counts beside every share, so that it can be reckoned again."""
    seat(desk, _(rating.NAME), rating.ROLES)
    scope, by = rating.scope_of(desk), rating.by_of(desk)
    board = scorecard.board(desk.actor, scope, by)
    headers = [_("名称"), _("计入件数")]
    for label in rating.RATES.values():
        headers += [_(label), _("分子"), _("区间下限"), _("区间上限")]
    rows = [
        [
            one.label or (_("合计") if one is board.total else _("（未填）")),
            one.counted,
            *(cell for name in rating.RATES for cell in _cells(one.rate(name))),
            one.excluded,
        ]
        for one in [*board.lines, board.total]
    ]
    return _file(kind, f"rates-{scope.period}", Sheet(scope.period, [*headers, _("剔除")], rows))


def _cells(rate: scorecard.Rate) -> tuple[Any, ...]:
    if rate.share is None:
        return None, 0, None, None
    return round(rate.share, 4), rate.part, round(rate.low, 4), round(rate.high, 4)


def _file(kind: str, name: str, sheet: Sheet) -> FileResponse:
    """The file from a temporary one that goes away when it has been sent."""
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    if kind == "csv":
        text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
        write_csv(text, sheet.headers, sheet.rows)
        text.flush()
        text.detach()
    else:
        write_xlsx(target, [sheet])  # type: ignore[arg-type]
    target.seek(0)
    response = FileResponse(
        target,
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type=CSV if kind == "csv" else XLSX,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
