"""A list or a table of rates as a file: what is seen, no more, personal data masked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import BinaryIO, cast

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.console.desks import rating, searching
from huiying.console.desks.desk import address, seat
from huiying.console.shell import Console, console
from huiying.exchange import actions
from huiying.exchange.exports import MOST
from huiying.exchange.rates import board_sheet, query_of
from huiying.lib.tables import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@require_GET
@console
def case_list(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered and sorted now; a long one is written in the background."""
    seat(desk, _(searching.NAME), searching.ROLES)
    wanted = Filter.parse(desk.request.GET)
    found = cases.cases_for(desk.actor, wanted, desk.at).order_by()
    if found.values("pk")[: MOST + 1].count() > MOST:
        return redirect(address("export_ask", kind=kind, query=wanted.query()))
    return _file(
        kind,
        "cases",
        lambda target: actions.send_cases(
            actor=desk.actor, wanted=wanted, kind=kind, target=target, at=desk.at
        ),
    )


@require_GET
@console
def rates(desk: Console, kind: str) -> HttpResponseBase:
    """The table of a month: counts beside every share, so that it can be reckoned again."""
    seat(desk, _(rating.NAME), rating.ROLES)
    scope, by = rating.scope_of(desk), rating.by_of(desk)
    sheet = board_sheet(desk.actor, scope, by)
    return send(desk, kind, "rates", f"rates-{scope.period}", sheet, query_of(scope, by))


def send(
    desk: Console, kind: str, what: str, name: str, sheet: Sheet, query: str
) -> HttpResponseBase:
    """A table as a file, recorded as ``what``; ``query`` says which part of it went out."""
    return _file(
        kind,
        name,
        lambda target: actions.send_sheet(
            actor=desk.actor,
            what=what,
            sheet=sheet,
            kind=kind,
            target=target,
            query=query,
            at=desk.at,
        ),
    )


def _file(kind: str, name: str, write_to: Callable[[BinaryIO], int]) -> FileResponse:
    """The file from a temporary one that goes away when it has been sent."""
    target = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    write_to(target)
    target.seek(0)
    response = FileResponse(
        target,
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type=CSV if kind == "csv" else XLSX,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
