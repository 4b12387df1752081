"""通知: what people were told by mail and SMS; what did not go out is sent again here."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.accounts.actors import Actor
from huiying.console.desks.desk import Tab, address, seat, shown_count
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.notices import actions, queries, senders
from huiying.proof import queries as proof
from huiying.subscriptions import queries as subscriptions

NAME = gettext_noop("通知")
ROLES = frozenset(str(role) for role in queries.MANAGING)


def failed(actor: Actor, _at: datetime) -> int | None:
    """How many did not go out, for the rail; no number where all did."""
    return queries.failed(actor) or None


@require_GET
@console
def index(desk: Console) -> HttpResponse:
    """The list: a tab by ``?status=``, the newest first."""
    seat(desk, _(NAME), ROLES)
    given = desk.request.GET
    status = given.get("status", "")
    found = queries.page(
        desk.actor,
        status=status,
        channel=given.get("channel", ""),
        place=given.get("place", ""),
    )
    tabs = [Tab(_("全部"), address("notices"), status not in queries.STATUSES)]
    tabs += [
        Tab(
            label,
            address("notices", status=value),
            status == value,
            shown_count(found.failed) if value == "failed" else "",
        )
        for value, label in queries.choices()["status"]
    ]
    about = {
        "found": found,
        "tabs": tabs,
        "connected": senders.connected(),
        "followers": subscriptions.followers(desk.actor),
        "unsent": proof.unsent(desk.at),
    }
    return desk.page("console/notices/index.html", about, current="notices")


@require_POST
@console
def again(desk: Console, ident: int) -> HttpResponse:
    """Send one again and go back to where one came from."""
    try:
        notice = actions.resend(notice_id=ident, actor=desk.actor, at=desk.at)
    except Refused as refused:
        problem = desk.problem(refused)
        messages.error(desk.request, f"{problem.message} {problem.hint}")
        return redirect("console:notices")
    messages.success(desk.request, _("已安排再发一次。"))
    if notice.case is not None and desk.request.POST.get("back") == "case":
        return redirect("console:case", number=notice.case.number)
    return redirect(address("notices", status="failed"))
