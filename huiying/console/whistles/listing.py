"""吹哨报到: the whistles a person may see, filtered, ordered, paged, and as a file."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, console
from huiying.console.whistles.forms import ListForm
from huiying.console.whistles.pages import head
from huiying.exchange.exports import all_of
from huiying.lib.tables import Sheet
from huiying.ui.paging import page_of
from huiying.whistles import access, queries
from huiying.whistles.queries import Wanted
from huiying.whistles.rules.course import (
    KIND_LABELS,
    RESULT_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    Kind,
    Result,
    State,
    Step,
)

NAME = gettext_noop("吹哨报到")
ROLES = tuple(sorted(access.DESK))
HEADS = (
    gettext_noop("哨号"), gettext_noop("吹哨单位"), gettext_noop("哨的类型"), gettext_noop("事由"),
    gettext_noop("集合地点"), gettext_noop("集合时间"), gettext_noop("吹哨时间"),
    gettext_noop("状态"), gettext_noop("结果"), gettext_noop("报到单位"), gettext_noop("报到状态"),
    gettext_noop("签到时限"), gettext_noop("签到时间"), gettext_noop("到场时间"),
    gettext_noop("反馈结果时间"), gettext_noop("现在的时限"),
)  # fmt: skip


def wanted_of(form: ListForm) -> Wanted:
    """What was chosen; a choice that does not exist filters nothing."""
    form.is_valid()
    given = form.cleaned_data
    return Wanted(
        given.get("state", ""), given.get("kind", ""), given.get("street"), given.get("unit"),
        given.get("q", ""), mine=bool(given.get("mine")), late=bool(given.get("late")),
        sort=given.get("sort", ""),
    )  # fmt: skip


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The latest first."""
    seat(desk, _(NAME), ROLES)
    form = ListForm(desk.request.GET)
    wanted = wanted_of(form)
    found = page_of(
        queries.rows(desk.actor, wanted, desk.at), desk.request.GET.get("place", ""), by=wanted.by
    )
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "heads": [head(row, desk.at) for row in found.rows],
        "page": found,
        "blows": bool(access.streets_of(desk.actor)),
        "query": query.urlencode(),
        "filtered": any(query.values()),
    }
    return desk.page("console/whistles/index.html", context, current="whistles")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now, a line for each department that was called."""
    seat(desk, _(NAME), ROLES)
    wanted = wanted_of(ListForm(desk.request.GET))
    rows = queries.rows(desk.actor, wanted, desk.at).order_by(f"-{wanted.by}", "-pk")
    sheet = Sheet(
        _(NAME),
        [_(name) for name in HEADS],
        [
            (
                row.pk, str(row.street), _(KIND_LABELS[Kind(row.kind)]), row.title, row.place,
                row.meet_at, row.blown_at, _(STATE_LABELS[State(row.state)]),
                _(RESULT_LABELS[Result(row.result)]) if row.result else "",
                str(one.unit), _(STEP_LABELS[Step(one.state)]), one.sign_due, one.signed_at,
                one.arrived_at, one.contributed_at, one.due_at,
            )
            for row in all_of(rows)
            for one in row.summonses.all()
        ],
    )  # fmt: skip
    return send(desk, kind, "whistles", "whistles", sheet, desk.request.GET.urlencode()[:500])
