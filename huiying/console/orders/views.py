"""督办单: the list, a new one, one with its trail and verbs, the letter on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import access as cases
from huiying.cases.rules.masking import mask_words
from huiying.console import clocks
from huiying.console.clocks import Clock
from huiying.console.desks.desk import address, seat
from huiying.console.desks.exporting import send
from huiying.console.letters import answer
from huiying.console.orders.forms import ListForm, NewForm, VerbForm
from huiying.console.shell import Console, Problem, console
from huiying.directory import queries as directory
from huiying.exchange.exports import all_of
from huiying.lib.errors import Refused
from huiying.lib.letters import Grid, Letter
from huiying.lib.tables import Sheet
from huiying.supervision import order_access as access
from huiying.supervision import order_queries as queries
from huiying.supervision import orders
from huiying.supervision.refusals import NotYourOrder
from huiying.supervision.rules.orders import (
    BY_NAME,
    ISSUING,
    KIND_LABELS,
    STATE_LABELS,
    OrderKind,
    OrderState,
)
from huiying.supervision.types import Order
from huiying.ui.paging import page_of

NAME = gettext_noop("督办单")
TONES = {"issued": "waiting", "replied": "going", "closed": "ended", "withdrawn": "quiet"}
STEPS = {"issue": gettext_noop("签发")} | {verb.name: verb.label for verb in BY_NAME.values()}
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as lists and its page show it."""

    row: Order
    kind: str
    state: str
    tone: str
    clock: Clock | None


def order_row(desk: Console, row: Order) -> OrderRow:
    return OrderRow(
        row,
        _(KIND_LABELS[OrderKind(row.kind)]),
        _(STATE_LABELS[OrderState(row.state)]),
        TONES[row.state],
        clocks.clock(row.due_at, desk.at, unit_id=row.unit_id) if row.due_at else None,
    )


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The newest first."""
    seat(desk, _(NAME), access.DESK)
    form = ListForm(desk.request.GET)
    found = page_of(
        queries.rows(desk.actor, form.wanted(), desk.at), desk.request.GET.get("place", "")
    )
    query = desk.request.GET.copy()
    query.pop("place", None)
    context = {
        "form": form,
        "rows": [order_row(desk, row) for row in found.rows],
        "page": found,
        "query": query.urlencode(),
        "filtered": any(query.values()),
        "issues": desk.actor.has(*ISSUING),
    }
    return desk.page("console/orders/index.html", context, current="orders")


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now."""
    seat(desk, _(NAME), access.DESK)
    heads = [
        _("文号"), _("督办方式"), _("被督办单位"), _("事由"), _("案件编号"), _("签发时间"),
        _("签发人"), _("回复时限"), _("状态"), _("结束时间"),
    ]  # fmt: skip
    found = queries.rows(desk.actor, ListForm(desk.request.GET).wanted(), desk.at)
    rows = [
        (
            one.row.number, one.kind, str(one.row.unit), one.row.title,
            one.row.case.number if one.row.case else "", one.row.issued_at,
            one.row.issued_by.name, one.row.due_at, one.state, one.row.ended_at,
        )
        for one in (order_row(desk, row) for row in all_of(found.order_by("-pk")))
    ]  # fmt: skip
    query = desk.request.GET.urlencode()[:500]
    return send(desk, kind, "orders", "orders", Sheet(_(NAME), heads, rows), query)


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """Issue an order; ``?case=`` brings its number, its unit and what it is about."""
    if not desk.actor.has(*ISSUING):
        raise NotYourOrder(verb=_("签发"))
    posted = desk.request.method == "POST"
    form = NewForm(desk.request.POST if posted else None, actor=desk.actor, initial=_initial(desk))
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid():
        try:
            row = orders.issue(new=form.new(), actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已签发：%(number)s") % {"number": row.number})
            return redirect("console:order", ident=row.pk)
    context = {"form": form, "problem": problem}
    return desk.page("console/orders/new.html", context, current="orders", status=status)


def _initial(desk: Console) -> dict[str, Any]:
    due = timezone.localtime(desk.at + WEEK).replace(hour=18, minute=0, second=0, microsecond=0)
    number = desk.request.GET.get("case", "")
    if not number:
        return {"due_at": due}
    case = cases.get_case(desk.actor, number)
    return {
        "due_at": due, "case": case.number, "title": mask_words(case.title)[:80],
        "unit_id": case.lead_unit_id,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepRow:
    label: str
    text: str
    who: str
    at: Any


def _steps(order: Order) -> Sequence[StepRow]:
    return [
        StepRow(_(STEPS[one.verb]), one.text, one.person.name, one.at)
        for one in queries.steps_of(order)
    ]


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """An order with everything that was said about it."""
    seat(desk, _(NAME), access.DESK)
    row = queries.order_for(desk.actor, ident)
    context = {
        "one": order_row(desk, row),
        "steps": _steps(row),
        "verbs": [(verb.name, _(verb.label)) for verb in access.verbs(desk.actor, row)],
        "sees_case": bool(row.case and cases.sees(desk.actor, row.case)),
    }
    return desk.page("console/orders/one.html", context, current="orders")


@require_GET
@console
def letter(desk: Console, ident: int) -> HttpResponse:
    """督办通知书 on A4; ``?form=pdf`` and ``?form=docx`` as files."""
    seat(desk, _(NAME), access.DESK)
    row = queries.order_for(desk.actor, ident)
    return answer(
        desk, _letter(order_row(desk, row)), form=desk.request.GET.get("form", ""),
        back=address("order", ident), current="orders", name=row.number,
    )  # fmt: skip


def _letter(one: OrderRow) -> Letter:
    row = one.row
    about = {"title": row.title, "kind": one.kind}
    facts = [(_("回复时限"), date_format(timezone.localtime(row.limit_at), "Y-m-d H:i"))]
    if row.case:
        facts.insert(0, (_("引用的案件"), row.case.number))
    facts.append((_("签发人"), row.issued_by.name))
    basis = [f"{_('依据')}：{row.basis}"] if row.basis else []
    return Letter(
        title=_("督办通知书"), number=row.number, to=row.unit.name,
        body=[
            _("现就“%(title)s”（%(kind)s）通知如下。") % about, row.words, *basis, Grid((), facts),
            _("请于回复时限前书面报告办理情况和结果。逾期不回复的，逐级通报。"),
        ],
        signed=_issuer(row), day=date_format(timezone.localtime(row.issued_at), "Y-m-d"),
    )  # fmt: skip


def _issuer(row: Order) -> str:
    """The district above the unit signs."""
    district = directory.district_of(row.unit_id)
    return district.name if district else ""


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """A verb: what it needs is asked for, then it is done."""
    seat(desk, _(NAME), access.DESK)
    if name not in BY_NAME:
        raise Http404
    verb, row = BY_NAME[name], queries.order_for(desk.actor, ident)
    access.check(desk.actor, verb, row)
    posted = desk.request.method == "POST"
    form = VerbForm(desk.request.POST if posted else None, verb=verb, version=row.version)
    problem: Problem | None = None
    status = 422 if posted else 200
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            orders.do(
                order_id=ident, verb=name, text=given["text"], due_at=given.get("due_at"),
                version=given["version"], actor=desk.actor, at=desk.at,
            )  # fmt: skip
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(verb.label)})
            return redirect(address("order", ident))
    context = {
        "one": order_row(desk, row), "form": form, "problem": problem, "label": _(verb.label),
        "danger": name == "withdraw",
    }  # fmt: skip
    return desk.page("console/orders/act.html", context, current="orders", status=status)
