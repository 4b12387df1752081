"""知识库: the articles a person may see, filtered, in order, paged, and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.knowledge.forms import ListForm
from huiying.console.knowledge.pages import cards
from huiying.console.shell import Console, console
from huiying.exchange.exports import all_of
from huiying.knowledge import access, queries
from huiying.knowledge.rules.sheet import HEADS
from huiying.knowledge.sheets import rows_of
from huiying.lib.tables import Sheet
from huiying.ui.paging import numbered

NAME = gettext_noop("知识库")


def today(desk: Console) -> date:
    return timezone.localtime(desk.at).date()


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The best first where words are looked for, else what changed last."""
    seat(desk, _(NAME), access.READERS)
    form = ListForm(desk.request.GET)
    found = numbered(
        queries.articles(desk.actor, form.wanted(), today(desk)),
        desk.request.GET.get("place", ""),
    )
    query = desk.request.GET.copy()
    query.pop("place", None)
    context: dict[str, Any] = {
        "form": form,
        "cards": cards(found.rows, today(desk)),
        "page": found,
        "writes": access.writes(desk.actor),
        "query": query.urlencode(),
        "filtered": any(query.values()),
    }
    return desk.page("console/knowledge/index.html", context, current="knowledge")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now, in the columns that an import reads back."""
    seat(desk, _(NAME), access.READERS)
    found = queries.articles(desk.actor, ListForm(desk.request.GET).wanted(), today(desk))
    sheet = Sheet(_(NAME), list(HEADS), rows_of(desk.actor, all_of(found)))
    return send(desk, kind, "knowledge", "knowledge", sheet, desk.request.GET.urlencode()[:500])
