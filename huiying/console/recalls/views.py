"""待回拨: missed calls, who waits longest first; taken, tried, done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.recalls.log import tabs_of
from huiying.console.shell import Console, console
from huiying.exchange.exports import all_of
from huiying.lib.errors import Refused
from huiying.lib.tables import Sheet
from huiying.telephony import access, actions, queries
from huiying.telephony.queries import Wanted
from huiying.telephony.rules.recalls import BY_NAME, FAILURE_LABELS, STATE_LABELS, State
from huiying.telephony.types import Recall
from huiying.ui.fields import Choose
from huiying.ui.paging import numbered

NAME = gettext_noop("待回拨")
TONES = {State.WAITING: "waiting", State.TAKEN: "going", State.DONE: "ended", State.GIVEN_UP: "bad"}
SORTS = {
    "first": gettext_lazy("等得最久"),
    "last": gettext_lazy("最近打来"),
    "missed": gettext_lazy("打来次数"),
    "tries": gettext_lazy("回拨次数"),
}
HEADS = (
    gettext_noop("号码（隐去）"), gettext_noop("状态"), gettext_noop("第一次打来"),
    gettext_noop("最近打来"), gettext_noop("打来次数"), gettext_noop("回拨次数"),
    gettext_noop("没打通的原因"), gettext_noop("负责人"), gettext_noop("结束时间"),
)  # fmt: skip
CALLS: dict[str, Callable[..., Recall]] = {
    "take": actions.take,
    "release": actions.release,
    "fail": actions.fail,
    "done": actions.done,
    "give_up": actions.give_up,
}


class ListForm(forms.Form):
    """The filters of the queue."""

    state = Choose(label=gettext_lazy("状态"), required=False)
    owner = Choose(label=gettext_lazy("负责人"), required=False)
    sort = Choose(label=gettext_lazy("排序"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        states = [(one.value, _(STATE_LABELS[one])) for one in State]
        self.fields["state"].choices = [("", _("未了结的")), *states]  # type: ignore[attr-defined]
        owners = [("", _("全部")), ("mine", _("我的")), ("free", _("没有人领的"))]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        sorts = [(name, str(label)) for name, label in SORTS.items()]
        self.fields["sort"].choices = [("", _("默认")), *sorts]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen; a choice that does not exist filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(given.get("state", ""), given.get("owner", ""), given.get("sort", ""))


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """The queue as far as it is open, unless somebody wants to see what has ended."""
    seat(desk, _(NAME), access.AT_TELEPHONE)
    form = ListForm(desk.request.GET)
    found = numbered(queries.recalls(desk.actor, form.wanted()), desk.request.GET.get("place", ""))
    numbers = queries.phones(desk.actor, found.rows)
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "page": found,
        "rows": [
            (row, numbers.get(row.pk, ""), TONES[State(row.state)], row.owner_id == desk.actor.id)
            for row in found.rows
        ],
        "failures": [(one.value, _(label)) for one, label in FAILURE_LABELS.items()],
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "connected": access.connected(),
        "watches": desk.actor.has(*access.WATCH),
        "tabs": tabs_of("recalls"),
    }
    return desk.page("console/recalls/index.html", context, current="recalls")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The queue as it is filtered now, numbers masked."""
    seat(desk, _(NAME), access.AT_TELEPHONE)
    rows = all_of(queries.recalls(desk.actor, ListForm(desk.request.GET).wanted()))
    sheet = Sheet(
        _(NAME),
        [_(head) for head in HEADS],
        [
            (
                row.number_masked, _(STATE_LABELS[State(row.state)]), row.first_at, row.last_at,
                row.missed, row.tries, row.get_failure_display(), row.owner_name, row.ended_at,
            )
            for row in rows
        ],
    )  # fmt: skip
    return send(desk, kind, "recalls", "recalls", sheet, desk.request.GET.urlencode()[:500])


@require_POST
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """One verb; who was reached is written up on the operator's screen with the number in it."""
    if name not in CALLS:
        raise Http404
    more = {"why": desk.request.POST.get("why", "")} if name == "fail" else {}
    try:
        CALLS[name](recall_id=ident, actor=desk.actor, at=desk.at, **more)
    except Refused as refused:
        problem = desk.problem(refused)
        if problem.status in (403, 404):
            raise
        messages.error(desk.request, f"{problem.message} {problem.hint}")
        return redirect("console:recalls")
    if name == "done":
        return redirect(f"{reverse('console:operator')}?back={ident}")
    messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(BY_NAME[name].label)})
    return redirect("console:recalls")
