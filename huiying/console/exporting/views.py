"""我的导出: ask for a long list, leave, come back, fetch the file until it expires."""

from __future__ import annotations

from typing import IO, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases.listing import Filter
from huiying.console.desks import searching
from huiying.console.desks.desk import address, seat
from huiying.console.exporting import pages
from huiying.console.shell import Console, console
from huiying.exchange import actions, queries
from huiying.exchange.exports import KINDS
from huiying.exchange.refusals import BadOption

NAME = gettext_noop("我的导出")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_GET
@console
def index(desk: Console) -> HttpResponse:
    """One's own exports, the newest first."""
    seat(desk, _(NAME), searching.ROLES)
    found = pages.export_pages(queries.exports_of(desk.actor), desk.at)
    return desk.page("console/exporting/index.html", {"pages": found}, current="search")


@require_http_methods(["GET", "POST"])
@console
def ask(desk: Console) -> HttpResponse:
    """GET: the list is long, shall it be written in the background? POST: yes."""
    seat(desk, _(NAME), searching.ROLES)
    given = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    kind, wanted = given.get("kind", ""), Filter.parse(QueryDict(given.get("query", "")))
    if kind not in KINDS:
        raise BadOption(name=_("格式"), value=kind, known="、".join(KINDS))
    if desk.request.method == "POST":
        row = actions.ask(actor=desk.actor, wanted=wanted, kind=kind, at=desk.at)
        return redirect("console:export", ident=row.pk)
    context = {
        "kind": kind,
        "format": pages.FORMATS[kind],
        "query": wanted.query(),
        "back": f"{address('search')}?{wanted.query()}",
    }
    return desk.page("console/exporting/ask.html", context, current="search")


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """An export under way, ready, stopped or gone."""
    page = pages.export_page(queries.export_of(desk.actor, ident), desk.at)
    return desk.page("console/exporting/one.html", {"page": page}, current="search")


@require_GET
@console
def progress(desk: Console, ident: int) -> HttpResponse:
    """The moving part of the page; once the export is over, the page is read anew."""
    page = pages.export_page(queries.export_of(desk.actor, ident), desk.at)
    response = desk.part("console/exporting/progress.html", {"page": page})
    if not page.moving:
        response.headers["HX-Refresh"] = "true"
    return response


@require_GET
@console
def file(desk: Console, ident: int) -> HttpResponseBase:
    """The file, for its owner alone, as long as they hold a post."""
    seat(desk, _(NAME), searching.ROLES)
    row = queries.export_of(desk.actor, ident)
    stream = cast("IO[bytes]", queries.export_path(row, desk.at).open("rb"))
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=f"{row.what}-{row.pk}.{row.kind}",
        content_type=TYPES[row.kind],
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@console
def again(desk: Console, ident: int) -> HttpResponse:
    """Write a stopped export anew."""
    actions.again(ident=ident, actor=desk.actor, at=desk.at)
    return redirect("console:export", ident=ident)


@require_POST
@console
def remove(desk: Console, ident: int) -> HttpResponse:
    """Throw the file away before its time."""
    actions.remove(ident=ident, actor=desk.actor)
    messages.success(desk.request, _("已删除导出文件"))
    return redirect("console:exports")
