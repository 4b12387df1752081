"""评论审核: what waits to be read, shown or refused on a ground."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.cases.rules import contact_words
from huiying.column import access, queries
from huiying.column import actions as column
from huiying.column.rules.comments import REASON_LABELS, STANDING_LABELS, Reason, Standing
from huiying.console import rail
from huiying.console.desks.desk import Tab, address, back, shown_count
from huiying.console.shell import Console, console
from huiying.ui.paging import page_of


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The queue, and what was decided, newest first."""
    access.check_editor(desk.actor)
    asked = desk.request.GET.get("standing", "")
    standing = asked if asked in set(Standing) else Standing.HELD.value
    found = page_of(queries.comments(desk.actor, standing), desk.request.GET.get("place", ""))
    held = shown_count(queries.held_count())
    context = {
        "rows": [(row, contact_words.finds(row.text)) for row in found.rows],
        "page": found,
        "standing": standing,
        "here": desk.request.get_full_path(),
        "reasons": [(one.value, _(REASON_LABELS[one])) for one in Reason],
        "tabs": [
            Tab(
                _(STANDING_LABELS[one]),
                address("column_comments", standing="" if one is Standing.HELD else one.value),
                one.value == standing,
                held if one is Standing.HELD else "",
            )
            for one in Standing
        ],
    }
    return desk.page("console/column/comments.html", context, current="column")


@require_POST
@console
def decide(desk: Console, ident: int) -> HttpResponse:
    """Show it, or refuse it on one of the grounds."""
    show = desk.request.POST.get("how") == "show"
    reason = "" if show else desk.request.POST.get("reason", "")
    column.decide(comment_id=ident, show=show, reason=reason, actor=desk.actor, at=desk.at)
    rail.forget()
    messages.success(desk.request, _("评论已公开") if show else _("评论不予公开"))
    return redirect(back(desk, "column_comments"))
