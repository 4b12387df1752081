"""What came of checks, for who watches: one by one, in figures, and by which plans."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases.rules.masking import mask_words
from huiying.console.checks.forms import PlanForm, ResultsForm
from huiying.console.checks.tasks import NAME, sections
from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, Problem, console
from huiying.exchange.exports import all_of
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.lib.tables import Sheet
from huiying.sampling import access, actions, queries
from huiying.sampling.types import Check
from huiying.ui.paging import page_of
from huiying.ui.templatetags.ui import share


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """The newest first."""
    seat(desk, _(NAME), access.WATCH)
    given = desk.request.GET
    form = ResultsForm(given)
    rows = queries.results(desk.actor, **form.wanted())
    found = page_of(rows, given.get("place", ""), by="done_at")
    query = given.copy()
    query.pop("place", None)
    context = {
        "sections": sections(desk, "check_results"),
        "form": form,
        "rows": [(row, mask_words(row.case.title), _second(row)) for row in found.rows],
        "page": found,
        "query": query.urlencode(),
        "filtered": any(query.values()),
    }
    return desk.page("console/checks/results.html", context, current="samples")


def _second(row: Check) -> Check | None:
    """The blind second check, once it is done."""
    again = getattr(row, "second", None)
    return again if again is not None and again.state == "done" else None


@require_GET
@console
def export(desk: Console, kind: str) -> HttpResponseBase:
    """The list as it is filtered now."""
    seat(desk, _(NAME), access.WATCH)
    heads = [
        _("案件编号"), _("承办单位"), _("方案"), _("抽取时间"), _("核查时间"), _("核查员"),
        _("结果"), _("核查情况"), _("距案件地点（米）"), _("第二次核查"),
    ]  # fmt: skip
    words = {True: _("属实"), False: _("不属实"), None: ""}
    found = queries.results(desk.actor, **ResultsForm(desk.request.GET).wanted())
    rows = []
    for row in all_of(found.order_by("-done_at", "-pk")):
        again = _second(row)
        rows.append(
            (
                row.case.number, str(row.unit or ""), row.plan.title, row.drawn_at, row.done_at,
                row.inspector.name if row.inspector else "", words[row.real], row.text, row.metres,
                words[again.real] if again else "",
            )
        )  # fmt: skip
    query = desk.request.GET.urlencode()[:500]
    return send(desk, kind, "checks", "checks", Sheet(_(NAME), heads, rows), query)


@require_GET
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """One result with its photo, and the second one beside it."""
    seat(desk, _(NAME), access.WATCH)
    row = queries.result_for(desk.actor, ident)
    again = _second(row)
    context = {
        "row": row,
        "title": mask_words(row.case.title),
        "both": [row, *([again] if again else [])],
        "differ": again is not None and again.real != row.real,
    }
    return desk.page("console/checks/result.html", context, current="samples")


@require_GET
@console
def photo(desk: Console, ident: int) -> HttpResponseBase:
    """The photo of a check; ``?second`` of the second one."""
    seat(desk, _(NAME), access.WATCH)
    row: Check | None = queries.result_for(desk.actor, ident)
    if row is not None and "second" in desk.request.GET:
        row = _second(row)
    file = queries.photo_of(row) if row else None
    if file is None:
        raise Http404
    return serving.response(desk.request, file, f"check-{ident}.jpg")


@require_GET
@console
def figures(desk: Console) -> HttpResponse:
    """Units and inspectors over 90 days, with how sure one can be."""
    seat(desk, _(NAME), access.WATCH)
    context = {
        "sections": sections(desk, "check_figures"),
        "units": [
            (row, share(row.false.share), row.false.span)
            for row in queries.by_unit(desk.actor, desk.at)
        ],
        "inspectors": [
            (row, share(row.false.share), row.false.span, share(row.agree.share), row.agree.span)
            for row in queries.by_inspector(desk.actor, desk.at)
        ],
    }
    return desk.page("console/checks/figures.html", context, current="samples")


@require_GET
@console
def plans(desk: Console) -> HttpResponse:
    """What is sampled, how much, since when."""
    seat(desk, _(NAME), access.WATCH)
    context = {
        "sections": sections(desk, "check_plans"),
        "rows": queries.plans(desk.actor),
        "plans": desk.actor.has(*access.PLANNERS),
    }
    return desk.page("console/checks/plans.html", context, current="samples")


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """Begin a plan."""
    seat(desk, _(NAME), access.PLANNERS)
    posted = desk.request.method == "POST"
    form = PlanForm(desk.request.POST if posted else None)
    problem: Problem | None = None
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            actions.plan(new=form.new(), actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
        else:
            messages.success(desk.request, _("方案已经开始，以后反馈、结案的案件按它抽。"))
            return redirect("console:check_plans")
    context = {"form": form, "problem": problem}
    return desk.page("console/checks/plan.html", context, current="samples", status=status)


@require_POST
@console
def end(desk: Console, ident: int) -> HttpResponse:
    """Draw no more by a plan."""
    seat(desk, _(NAME), access.PLANNERS)
    actions.end_plan(plan_id=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("方案已停止；已抽取的照常核查。"))
    return redirect("console:check_plans")
