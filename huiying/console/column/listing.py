"""专栏: the issues a person may see, filtered, paged, and as a file."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.column import access, queries
from huiying.column.queries import Wanted
from huiying.column.rules.workflow import DESK, STATE_LABELS, State
from huiying.console.column.forms import ListForm
from huiying.console.column.pages import issue
from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, console
from huiying.exchange.exports import all_of
from huiying.lib.tables import Sheet
from huiying.ui.paging import page_of

NAME = gettext_noop("专栏")
ROLES = tuple(sorted({*DESK, *access.WATCH}))
HEADS = (
    gettext_noop("期号"), gettext_noop("标题"), gettext_noop("责任单位"), gettext_noop("区划"),
    gettext_noop("状态"), gettext_noop("整改期限"), gettext_noop("轮次"), gettext_noop("发布时间"),
    gettext_noop("销号时间"),
)  # fmt: skip


def wanted_of(form: ListForm) -> Wanted:
    """What was chosen; a choice that does not exist filters nothing."""
    form.is_valid()
    given = form.cleaned_data
    return Wanted(
        given.get("state", ""), given.get("unit"), given.get("area"),
        late=bool(given.get("late")), q=given.get("q", ""),
    )  # fmt: skip


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The newest first."""
    seat(desk, _(NAME), ROLES)
    form = ListForm(desk.request.GET)
    found = page_of(
        queries.desk_rows(desk.actor, wanted_of(form), desk.at), desk.request.GET.get("place", "")
    )
    edits = access.edits(desk.actor)
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "issues": [issue(row, desk.at) for row in found.rows],
        "page": found,
        "edits": edits,
        "held": queries.held_count() if edits else 0,
        "query": query.urlencode(),
        "filtered": any(query.values()),
    }
    return desk.page("console/column/index.html", context, current="column")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now."""
    seat(desk, _(NAME), ROLES)
    wanted = wanted_of(ListForm(desk.request.GET))
    rows = queries.desk_rows(desk.actor, wanted, desk.at).order_by("-pk")
    sheet = Sheet(
        _(NAME),
        [_(head) for head in HEADS],
        [
            (
                row.pk, row.title, str(row.unit), str(row.area or ""),
                _(STATE_LABELS[State(row.state)]), row.due_at, row.round, row.published_at,
                row.closed_at,
            )
            for row in all_of(rows)
        ],
    )  # fmt: skip
    return send(desk, kind, "column", "column", sheet, desk.request.GET.urlencode()[:500])
