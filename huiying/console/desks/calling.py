"""回访: whom to call next, the call on one screen, and what follows from the answer."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.rules.workflow import BY_NAME
from huiying.cases.types import Case
from huiying.console.desks.desk import Tab, address, line, seat, shown_count
from huiying.console.desks.pages import CallRow, CallsPage, ExcusesPage
from huiying.console.questions import Questions
from huiying.console.shell import Console, Problem, console
from huiying.dispatch import tray
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.oversight import actions as oversight
from huiying.oversight import calls, claims
from huiying.oversight import queries as reads

ROLES = tuple(sorted(BY_NAME["call_back"].by))
NAME = gettext_noop("回访")
TABS = {
    "call": gettext_noop("待回访"),
    "again": gettext_noop("再次拨打"),
    "close": gettext_noop("待结案"),
}
CONTRADICTIONS = {
    "satisfied_but_unsolved": gettext_noop("问题未解决，却表示满意：请核实是否受到影响。"),
    "solved_but_dissatisfied": gettext_noop("问题已解决，却不满意：请记下不满意的原因。"),
}


class CallForm(Questions):
    """One call: the questions, and what was said besides."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("通话记录"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The queue; supervisors also find the excuses that wait for them."""
    seat(desk, _(NAME), ROLES)
    tab = desk.request.GET.get("tab", "call")
    if tab == "excuses":
        return _excuses(desk)
    tab = tab if tab in calls.TABS else "call"
    found = calls.page(desk.actor, tab, desk.at, place=desk.request.GET.get("place", ""))
    said = calls.said_for(found.rows)
    reported = tray.reported_for([row.id for row in found.rows])
    busy = claims.claims_for([row.id for row in found.rows], desk.actor, desk.at)
    context = CallsPage(
        tab,
        _tabs(desk, tab),
        [
            CallRow(line(desk, r), reported.get(r.id), said.get(r.id), busy.get(r.id))
            for r in found.rows
        ],
        found,
        settings.CALL_TRIES,
    )
    return desk.page(
        "console/desks/calls.html",
        {"page": context, "contradictions": _contradictions()},
        current="call_back",
    )


def _tabs(desk: Console, current: str) -> list[Tab]:
    found = [
        Tab(
            _(label),
            address("call_back", tab=tab),
            tab == current,
            shown_count(calls.count(desk.actor, tab, desk.at)),
        )
        for tab, label in TABS.items()
    ]
    if desk.actor.has("supervisor"):
        number = shown_count(calls.count_excuses(desk.actor))
        url = address("call_back", tab="excuses")
        found.append(Tab(_("不合理认定审批"), url, current == "excuses", number))
    return found


def _excuses(desk: Console) -> HttpResponse:
    seat(desk, _("不合理认定审批"), ("supervisor",))
    found = calls.waiting_excuses(desk.actor)
    said = calls.said_for([one.row for one in found])
    rows = [(line(desk, one.row), one, said.get(one.row.id)) for one in found]
    context = ExcusesPage(_tabs(desk, "excuses"), rows)
    return desk.page("console/desks/excuses.html", {"page": context}, current="call_back")


def _contradictions() -> dict[str, str]:
    return {code: _(text) for code, text in CONTRADICTIONS.items()}


@require_http_methods(["GET", "POST"])
@console
def call(desk: Console, number: str) -> HttpResponse:
    """One call on one screen. Saved: the outcome when somebody answered, else the next case."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    form = CallForm(desk.request.POST or None, initial={"version": case.version})
    if desk.request.method != "POST":
        if _may_call(case):
            oversight.claim(case=case, actor=desk.actor, at=desk.at)
        return _screen(desk, case, form)
    if not form.is_valid():
        return _screen(desk, case, form, status=422)
    try:
        oversight.call_back(
            case_id=case.pk,
            actor=desk.actor,
            at=desk.at,
            answers=form.answers(),
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
        )
    except Refused as refused:
        problem = desk.problem(refused)
        if problem.stale:
            _show_anew(desk, case, form)
        return _screen(desk, case, form, problem=problem, status=problem.status)
    if form.cleaned_data["reached"] == "yes":
        return redirect("console:call", number=case.number)
    messages.success(desk.request, _("%(number)s：已记录未接通") % {"number": case.number})
    return _next(desk, case)


def _show_anew(desk: Console, case: Case, form: CallForm) -> None:
    """Somebody was quicker: what was typed stays, and can be sent for the case as it is now."""
    case.refresh_from_db()
    given = desk.request.POST.copy()
    given["version"] = str(case.version)
    form.data = given


@require_POST
@console
def take_over(desk: Console, number: str) -> HttpResponse:
    """Go on with a call that somebody else has open."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    if _may_call(case):
        oversight.claim(case=case, actor=desk.actor, at=desk.at, take_over=True)
    return redirect("console:call", number=case.number)


def _screen(
    desk: Console,
    case: Case,
    form: CallForm,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    made = reads.call_backs_of(case)
    excuses = reads.excuses_of(case)
    said = calls.said([one for one in made if one.cycle == case.cycle])
    ground = reads.ground_of(case, made, excuses)
    waiting = any(one.status == "asked" for one in excuses)
    row = cases.rows_for([case.pk])[0]
    context = {
        "case": case,
        "line": line(desk, row),
        "body": case.body,
        "reported": tray.reported_for([case.pk]).get(case.pk),
        "calls": made,
        "said": said,
        "tries_enough": settings.CALL_TRIES,
        "contradictions": [_(CONTRADICTIONS[code]) for code in said.contradictions],
        "can_close": case.state == "called_back" and ground is not None and not waiting,
        "waiting": waiting,
        "form": form,
        "problem": problem,
        "answered": case.state == "called_back" and said.reached,
        "next": calls.next_to_call(desk.actor, desk.at, case),
        "may_call": _may_call(case),
        "busy": claims.claims_for([case.pk], desk.actor, desk.at).get(case.pk),
    }
    return desk.page("console/desks/call.html", context, current="call_back", status=status)


def _may_call(case: Case) -> bool:
    return case.state in BY_NAME["call_back"].sources


def _next(desk: Console, case: Case) -> HttpResponse:
    number = calls.next_to_call(desk.actor, desk.at, case)
    return redirect("console:call", number=number) if number else redirect("console:call_back")


OUTCOMES: dict[str, tuple[Callable[..., object], str]] = {
    "close": (oversight.close, gettext_noop("已结案")),
    "rework": (oversight.rework, gettext_noop("已退回重办")),
    "excuse": (oversight.propose_excuse, gettext_noop("已提请认定不合理")),
}


@require_POST
@console
def outcome(desk: Console, number: str, name: str) -> HttpResponse:
    """What follows from the answer: close, send back, or propose as unreasonable; then the next."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    given = desk.request.POST
    verb, done = OUTCOMES[name]
    try:
        verb(
            case_id=case.pk,
            actor=desk.actor,
            at=desk.at,
            text=given.get("text", ""),
            version=whole(given.get("version", "")),
        )
    except Refused as refused:
        case.refresh_from_db()
        problem = desk.problem(refused)
        form = CallForm(initial={"version": case.version})
        return _screen(desk, case, form, problem=problem, status=problem.status)
    messages.success(desk.request, f"{case.number}：{_(done)}")
    return _next(desk, case)


@require_POST
@console
def decide(desk: Console, number: str) -> HttpResponse:
    """Approve or refuse a proposal, from the list."""
    seat(desk, _("不合理认定审批"), ("supervisor",))
    case = access.get_case(desk.actor, number)
    grant = desk.request.POST.get("grant") == "yes"
    oversight.decide_excuse(
        case_id=case.pk, actor=desk.actor, at=desk.at, grant=grant,
        text=desk.request.POST.get("text", ""),
    )  # fmt: skip
    messages.success(desk.request, f"{case.number}：" + (_("已认定") if grant else _("未认定")))
    return redirect(address("call_back", tab="excuses"))
