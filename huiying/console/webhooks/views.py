"""推送: who is told, what was sent, what did not get through and is sent again here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.accounts.actors import Actor
from huiying.console import choices
from huiying.console.desks.desk import Tab, address, seat
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.ui.fields import Select
from huiying.webhooks import actions, queries
from huiying.webhooks.signing import secret_of

NAME = gettext_noop("推送")
ROLES = frozenset({"administrator"})
PAGE = 50
STEPS = (
    "Received", "Filed", "Dispatched", "Signed", "Transferred", "Returned", "Reported", "Verified",
    "CalledBack", "Closed", "Reopened", "Answered", "Declined", "Voided", "Merged",
)  # fmt: skip
ENDS = ("Received", "Closed", "Reopened", "Answered", "Declined")
SCOPES: dict[str, tuple[str, ...]] = {"all": (), "steps": STEPS, "ends": ENDS}
SCOPE_CHOICES = [
    ("all", gettext_lazy("所有事件")),
    ("steps", gettext_lazy("案件的每一步")),
    ("ends", gettext_lazy("只要收到和办结")),
]


class AddForm(forms.Form):
    """Where to, as whom, and which events."""

    url = forms.CharField(
        label=gettext_lazy("网址"),
        help_text=gettext_lazy(
            "对方接收推送的 http 或 https 网址。内部网段须先在 HUIYING_INNER_NETS 中允许。"
        ),
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    person = Select(
        label=gettext_lazy("以谁的身份"),
        help_text=gettext_lazy("对方只收到这个人看得到的内容。建议专设一个账号。"),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("哪些事件"), choices=SCOPE_CHOICES, widget=forms.RadioSelect,
        initial="steps",
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", ""), *choices.people()]  # type: ignore[attr-defined]


def stopped(actor: Actor, _at: datetime) -> int | None:
    """How many were given up, for the rail."""
    return queries.stopped(actor) or None


@require_http_methods(["GET", "POST"])
@console
def index(desk: Console) -> HttpResponse:
    """All of them; a new one's secret is shown on the answer to its form, and never again."""
    seat(desk, _(NAME), tuple(ROLES))
    given = desk.request.POST if desk.request.method == "POST" else None
    form, problem, made = AddForm(given), None, None
    if given is not None and form.is_valid():
        data = form.cleaned_data
        try:
            row = actions.add(
                url=data["url"], person_id=int(data["person"]), events=SCOPES[data["scope"]],
                actor=desk.actor, at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            made, form = {"row": row, "secret": secret_of(row.salt)}, AddForm()
    context = {
        "rows": queries.overview(desk.actor),
        "form": form,
        "problem": problem,
        "made": made,
        "open": given is not None and made is None,
    }
    status = 200 if given is None or made else 422
    return desk.page("console/webhooks/index.html", context, current="webhooks", status=status)


@require_GET
@console
def log(desk: Console, ident: int) -> HttpResponse:
    """What was sent, newest first; a tab by ``?status=``, further by ``?place=``."""
    seat(desk, _(NAME), tuple(ROLES))
    given = desk.request.GET
    status, before = given.get("status", ""), whole(given.get("place", "")) or 0
    found = queries.deliveries(desk.actor, ident, before=before, most=PAGE + 1, status=status)
    tabs = [Tab(_("全部"), address("webhook", ident), status not in queries.STATUSES)]
    tabs += [
        Tab(str(label), f"{address('webhook', ident)}?status={value}", status == value)
        for value, label in queries.STATUSES.items()
    ]
    context = {
        "hook": queries.webhook(desk.actor, ident),
        "tabs": tabs,
        "rows": found[:PAGE],
        "next": found[PAGE - 1].pk if len(found) > PAGE else None,
    }
    return desk.page("console/webhooks/log.html", context, current="webhooks")


@require_POST
@console
def end(desk: Console, ident: int) -> HttpResponse:
    """Send nothing more."""
    actions.end(webhook_id=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("推送已结束，记录保留。"))
    return redirect("console:webhook", ident)


@require_POST
@console
def again(desk: Console, ident: int, delivery: int) -> HttpResponse:
    """Send one delivery again; a webhook that was given up goes on after it."""
    actions.replay(webhook_id=ident, delivery_id=delivery, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("已安排再发一次。"))
    return redirect("console:webhook", ident)
