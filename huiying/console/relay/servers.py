"""外部平台: connecting them, and saying what our categories are there. For administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiying.console.relay.forms import MeaningForm, ServerForm
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.relay import queries, servers


@require_http_methods(["GET", "POST"])
@console
def index(desk: Console) -> HttpResponse:
    """All of them, and the form for another."""
    rows = queries.servers(desk.actor)
    given = desk.request.POST if desk.request.method == "POST" else None
    form, problem = ServerForm(given), None
    if given is not None and form.is_valid():
        try:
            row = servers.add(**form.cleaned_data, actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            messages.success(desk.request, _("已添加，正在读取对方的服务清单。"))
            return redirect("console:relay_server", ident=row.pk)
    context = {"rows": rows, "form": form, "problem": problem, "open": given is not None}
    status = 200 if given is None else 422
    return desk.page("console/relay/servers.html", context, current="relay", status=status)


@require_http_methods(["GET", "POST"])
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """A platform: how it is reached, what it offers, what our categories are there."""
    row = queries.server(desk.actor, ident)
    given = desk.request.POST if desk.request.method == "POST" else None
    form, problem = ServerForm(given, row=row), None
    if given is not None and form.is_valid():
        try:
            servers.change(server_id=ident, **form.cleaned_data, actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            messages.success(desk.request, _("已保存"))
            return redirect("console:relay_server", ident=ident)
    return _page(desk, ident, form=form, problem=problem, status=200 if given is None else 422)


def _page(desk: Console, ident: int, *, status: int = 200, **more: Any) -> HttpResponse:
    row = queries.server(desk.actor, ident)
    services = queries.services(ident)
    context = {
        "row": row,
        "services": services,
        "meanings": queries.meanings(ident),
        "form": ServerForm(row=row),
        "meaning": MeaningForm(None, services),
        **more,
    }
    return desk.page("console/relay/server.html", context, current="relay", status=status)


@require_POST
@console
def mean(desk: Console, ident: int) -> HttpResponse:
    """Say what some categories are there."""
    queries.server(desk.actor, ident)
    form = MeaningForm(desk.request.POST, queries.services(ident))
    if not form.is_valid():
        return _page(desk, ident, meaning=form, status=422)
    for category in form.cleaned_data["categories"]:
        servers.mean(
            server_id=ident, category_id=category, service_id=form.cleaned_data["service"],
            actor=desk.actor, at=desk.at,
        )  # fmt: skip
    messages.success(desk.request, _("已保存"))
    return redirect("console:relay_server", ident=ident)


@require_POST
@console
def unmean(desk: Console, ident: int, category: int) -> HttpResponse:
    """Take back what a category is there."""
    servers.mean(
        server_id=ident, category_id=category, service_id=None, actor=desk.actor, at=desk.at
    )
    messages.success(desk.request, _("已取消对应"))
    return redirect("console:relay_server", ident=ident)


@require_POST
@console
def read(desk: Console, ident: int) -> HttpResponse:
    """Read the list of services now."""
    servers.read_again(server_id=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("正在读取对方的服务清单，稍后刷新本页。"))
    return redirect("console:relay_server", ident=ident)
