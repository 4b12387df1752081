"""转交: what was passed on, filtered, paged, and as a file. It holds no words of the cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.accounts.actors import Actor
from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.relay.forms import ListForm
from huiying.console.shell import Console, console
from huiying.exchange.exports import all_of
from huiying.lib.tables import Sheet
from huiying.relay import access, queries
from huiying.ui.paging import page_of

NAME = gettext_noop("外部平台")
ROLES = tuple(sorted(access.WATCH))
HEADS = (
    gettext_noop("案件"), gettext_noop("平台"), gettext_noop("对方的服务"),
    gettext_noop("状态"), gettext_noop("对方编号"), gettext_noop("对方状态"),
    gettext_noop("承办单位"), gettext_noop("转交时间"), gettext_noop("最近查询"),
    gettext_noop("问题"),
)  # fmt: skip


def waiting(actor: Actor, _at: datetime) -> int | None:
    """How many need a look, for the rail."""
    return queries.troubled(actor) or None


def _rows(desk: Console, form: ListForm) -> Any:
    form.is_valid()
    given = form.cleaned_data
    return queries.desk_rows(
        desk.actor, status=given.get("status", ""), server=given.get("server"),
        q=given.get("q", ""),
    )  # fmt: skip


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The newest first."""
    seat(desk, _(NAME), ROLES)
    form = ListForm(desk.request.GET, queries.server_choices())
    found = page_of(_rows(desk, form), desk.request.GET.get("place", ""), size=queries.PAGE)
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "found": found,
        "lines": queries.lines_of(desk.actor, found.rows),
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "keeps": desk.actor.has("administrator"),
    }
    return desk.page("console/relay/index.html", context, current="relay")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now."""
    seat(desk, _(NAME), ROLES)
    rows = _rows(desk, ListForm(desk.request.GET, queries.server_choices()))
    sheet = Sheet(
        _(NAME),
        [_(head) for head in HEADS],
        [
            (
                row.case.number, row.server.name, row.service_name, row.get_status_display(),
                row.number, row.foreign_status, row.agency, row.created_at, row.asked_at,
                " ".join(filter(None, (_(row.problem) if row.problem else "", row.said))),
            )
            for row in all_of(rows.order_by("-pk"))
        ],
    )  # fmt: skip
    return send(desk, kind, "relay", "relay", sheet, desk.request.GET.urlencode()[:500])
