"""派单: what waits to be sent, with the rules' proposal in the row; requests for time to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.listing import Filter
from huiying.cases.queries import Row
from huiying.cases.rules.workflow import BY_NAME, State
from huiying.cases.types import Case
from huiying.console.case.forms import DispatchForm
from huiying.console.case.verbs import ACTS, Doing
from huiying.console.desks import desk as shared
from huiying.console.desks.desk import Line, Tab, address, line, seat, shown_count
from huiying.console.desks.pages import Target, TrayPage, TrayRow, WaitingPage
from huiying.console.shell import Console, Problem, console
from huiying.directory import queries as directory
from huiying.directory.kinds import Level
from huiying.dispatch import actions as dispatch
from huiying.dispatch import editions, tray
from huiying.dispatch.actions import Why
from huiying.dispatch.queries import Suggestion, suggest
from huiying.dispatch.tray import CameBack
from huiying.insights import hints as insights
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole

ROLES = ("dispatcher", "supervisor")
STATES = {"filed": State.FILED.value, "returned": State.RETURNED.value}
REQUESTS = {"extension": "decide_extension", "suspension": "decide_suspension"}
NAME = gettext_noop("派单")
MOST_URGENT = 20


class ProposalChanged(Refused):
    code = "proposal_changed"
    message = gettext_noop("案件 %(number)s 的建议单位已经变了，没有派出。")
    hint = gettext_noop("规则或案件刚被修改，请看过新的建议后再派。")


class NotCertain(Refused):
    code = "not_certain"
    message = gettext_noop("案件 %(number)s 没有可以直接采用的建议，没有派出。")
    hint = gettext_noop("请打开案件逐件选择承办单位。")


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The tray: a tab by ``?tab=``; the urgent ones stand above the first page."""
    seat(desk, _(NAME), ROLES)
    tab = desk.request.GET.get("tab", "filed")
    if tab in REQUESTS:
        return _waiting(desk, tab)
    tab = tab if tab in STATES else "filed"
    place = desk.request.GET.get("place", "")
    wanted = Filter(state=(STATES[tab],), sort="old")
    calm = wanted.having(level=(Level.DIFFICULT.value, Level.GENERAL.value))
    found = cases.list_cases(desk.actor, calm, desk.at, place=place)
    urgent = cases.list_cases(
        desk.actor, wanted.having(level=(Level.URGENT.value,)), desk.at, size=MOST_URGENT
    )
    found = replace(found, total=found.total + urgent.total, more=found.more or urgent.more)
    above = [] if place else list(urgent.rows)
    rows = _rows(desk, [*above, *found.rows])
    edition = editions.in_force()
    context = TrayPage(
        tab=tab,
        tabs=_tabs(desk, tab),
        urgent=rows[: len(above)],
        rows=rows[len(above) :],
        page=found,
        problems=tray.rule_problems([row.suggestion for row in rows]),
        rules=_("第 %(n)s 版") % {"n": edition.version} if edition else "",
        here=desk.request.get_full_path(),
    )
    return desk.page("console/desks/tray.html", {"page": context}, current="dispatch")


def _rows(desk: Console, rows: Sequence[Row]) -> list[TrayRow]:
    idents = [row.id for row in rows]
    proposed = tray.suggestions_for(idents)
    came_back = tray.returns_for([row.id for row in rows if row.returns])
    found = []
    for row in rows:
        if row.id in proposed:
            limit, back = row.returns >= settings.RETURN_LIMIT, came_back.get(row.id)
            target = None if limit else _target(proposed[row.id], back)
            found.append(TrayRow(line(desk, row), proposed[row.id], back, limit, target))
    learned = insights.unit_hints([row.line.row.id for row in found if not row.target])
    return [replace(row, learned=learned.get(row.line.row.id)) for row in found]


def _target(proposed: Suggestion, came_back: CameBack | None) -> Target | None:
    """Where one key sends a case: to whom the returning unit names, else where the rules say.

    A case is never offered back to the unit that has just returned it.
    """
    if came_back is not None:
        unit = directory.units().rows.get(came_back.proposed_id)
        if unit is None or not unit.active:
            return None
        because = _("%(unit)s退单时建议") % {"unit": came_back.unit}
        why = Why(trace={"name": "", "because": [because]})
        return Target(unit, (), proposed.level, why)
    if proposed.unit is None:
        return None
    handler = proposed.handler[1] if proposed.handler else ""
    return Target(proposed.unit, proposed.assisting, proposed.level, Why.of(proposed), handler)


def _tabs(desk: Console, current: str) -> list[Tab]:
    labels = {"filed": _("待派单"), "returned": _("退单")}
    found = [
        Tab(
            label,
            address("dispatch", tab=key),
            key == current,
            shown_count(cases.count_for(desk.actor, Filter(state=(STATES[key],)), desk.at)),
        )
        for key, label in labels.items()
    ]
    asked = {"extension": _("延期审批"), "suspension": _("挂账审批")}
    return found + [
        Tab(
            label,
            address("dispatch", tab=key),
            key == current,
            shown_count(tray.count_waiting(desk.actor, key)),
        )
        for key, label in asked.items()
        if key == "extension" or desk.actor.has("supervisor")
    ]


def _waiting(desk: Console, kind: str) -> HttpResponse:
    found, total = tray.waiting_requests(desk.actor, kind)
    verb = BY_NAME[REQUESTS[kind]]
    rows: list[tuple[Line, tray.Waiting]] = [(line(desk, one.row), one) for one in found]
    context = WaitingPage(_tabs(desk, kind), kind, rows, total, desk.actor.has(*verb.by))
    return desk.page("console/desks/waiting.html", {"page": context}, current="dispatch")


@require_POST
@console
def accept(desk: Console, number: str) -> HttpResponse:
    """Send a case where its row proposed."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    target = _target(suggest(case), tray.returns_for([case.pk]).get(case.pk))
    try:
        unit, version = (whole(desk.request.POST.get(name, "")) for name in ("unit", "version"))
        if target is None or target.unit.id != unit or version is None:
            raise ProposalChanged(number=case.number)
        done = _send(desk, case.pk, target, version)
    except Refused as refused:
        if not desk.partial:
            raise
        return _row_again(desk, case, desk.problem(refused))
    return _sent(desk, case.number, done)


def _send(desk: Console, case_id: int, target: Target, version: int) -> str:
    """One domain call, with the reason that the row showed; says where the case went."""
    dispatch.dispatch(
        case_id=case_id,
        unit_id=target.unit.id,
        actor=desk.actor,
        at=desk.at,
        assisting=[unit.id for unit in target.assisting],
        level=target.level,
        why=target.why,
        version=version,
    )
    return _("已派给%(unit)s") % {"unit": target.unit.label}


def _sent(desk: Console, number: str, done: str) -> HttpResponse:
    if desk.partial:
        return desk.part("console/desks/tray_done.html", {"number": number, "done": done})
    messages.success(desk.request, f"{number}：{done}")
    return redirect(shared.back(desk, "dispatch"))


def _row_again(desk: Console, case: Case, problem: Problem) -> HttpResponse:
    """The row as it is now, with why nothing was done."""
    rows = _rows(desk, cases.rows_for([case.pk]))
    context = {"row": rows[0], "problem": problem, "here": shared.back(desk, "dispatch")}
    return desk.part("console/desks/tray_row.html", context, status=problem.status)


@require_http_methods(["GET", "POST"])
@console
def choose(desk: Console, number: str) -> HttpResponse:
    """Another unit, assisting units, a level; when returned too often, a binding designation."""
    seat(desk, _(NAME), ROLES)
    case = access.get_case(desk.actor, number)
    name = "designate" if case.returns >= settings.RETURN_LIMIT else "dispatch"
    verb = BY_NAME[name]
    access.check(desk.actor, verb, case)
    given = desk.request.POST if desk.request.method == "POST" else None
    form = DispatchForm(given, verb=verb, case=case, actor=desk.actor, at=desk.at)
    problem = None
    if given is not None and form.is_valid():
        try:
            ACTS[name].call(Doing(case, desk.actor, desk.at, form))
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            label = dict(form.fields["unit"].choices)[str(form.cleaned_data["unit"])]  # type: ignore[attr-defined]
            return _sent(desk, case.number, _("已派给%(unit)s") % {"unit": label})
    context = {"case": case, "form": form, "problem": problem, "verb": _(verb.label)}
    context["back"] = shared.back(desk, "dispatch")
    status = 200 if given is None else problem.status if problem else 422
    response = desk.page(
        "console/desks/choose_page.html",
        context,
        current="dispatch",
        part="console/desks/choose.html",
        status=status,
    )
    response["HX-Retarget"] = f"#choose-{case.pk}"
    response["HX-Reswap"] = "innerHTML"
    return response


@require_POST
@console
def accept_many(desk: Console) -> HttpResponse:
    """Send every checked row where its certain proposal says; each its own transaction."""
    seat(desk, _(NAME), ROLES)
    chosen = shared.picked_rows(desk)
    rows = {row.line.row.id: row for row in _rows(desk, [row for _one, row in chosen])}
    outcomes = [
        shared.attempt(desk, row, partial(_send_certain, desk, rows[row.id], one.version))
        for one, row in chosen
    ]
    return shared.results(desk, outcomes, "dispatch", _("批量派单"))


def _send_certain(desk: Console, row: TrayRow, version: int) -> str:
    if not row.certain or row.target is None:
        raise NotCertain(number=row.line.row.number)
    return _send(desk, row.line.row.id, row.target, version)


@require_POST
@console
def decide(desk: Console, number: str, kind: str) -> HttpResponse:
    """Grant or refuse more time or a pause, from the list."""
    case = access.get_case(desk.actor, number)
    given = desk.request.POST
    verb = dispatch.decide_suspension if kind == "suspension" else dispatch.decide_extension
    grant = given.get("grant") == "yes"
    verb(case_id=case.pk, actor=desk.actor, at=desk.at, grant=grant, text=given.get("text", ""))
    messages.success(
        desk.request,
        f"{case.number}：" + (_("已批准") if grant else _("未批准")),
    )
    return redirect(address("dispatch", tab=kind))
