"""抽查任务: an inspector's own, the earliest due first; one of them, made for a telephone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.rules.masking import mask_words
from huiying.console import clocks
from huiying.console.checks.forms import FoundForm
from huiying.console.desks.desk import Tab, address, seat
from huiying.console.shell import Console, console
from huiying.dispatch import tray
from huiying.lib.errors import Refused
from huiying.sampling import access, actions, queries
from huiying.sampling.types import Check
from huiying.ui.paging import numbered

NAME = gettext_noop("抽查")


def sections(desk: Console, current: str) -> list[Tab]:
    """The pages of the desk that the actor may open."""
    labels = [("checks", _("我的任务"))] if desk.actor.has("inspector") else []
    if desk.actor.has(*access.WATCH):
        labels += [
            ("check_results", _("结果")), ("check_figures", _("统计")), ("check_plans", _("方案")),
        ]  # fmt: skip
    return [Tab(label, address(name), name == current) for name, label in labels]


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """What one has to look at."""
    seat(desk, _(NAME), ("inspector",))
    done = desk.request.GET.get("done") == "1"
    order = ("-done_at", "pk") if done else ("due_at", "pk")
    rows = queries.tasks(desk.actor, done=done).order_by(*order)
    found = numbered(rows, desk.request.GET.get("place", ""))
    context = {
        "sections": sections(desk, "checks"),
        "states": [
            Tab(_("待核查"), address("checks"), not done),
            Tab(_("已核查"), address("checks", done=1), done),
        ],
        "rows": [
            (row, mask_words(row.case.title), mask_words(row.case.address),
             None if done else clocks.clock(row.due_at, desk.at))
            for row in found.rows
        ],
        "page": found,
        "done": done,
    }  # fmt: skip
    return desk.page("console/checks/tasks.html", context, current="checks")


@require_http_methods(["GET", "POST"])
@console
def one(desk: Console, ident: int) -> HttpResponse:
    """What the unit says it did, and what one finds."""
    seat(desk, _(NAME), ("inspector",))
    row, problem, status = queries.task_for(desk.actor, ident), None, 200
    posted = desk.request.method == "POST"
    form = FoundForm(desk.request.POST if posted else None, desk.request.FILES if posted else None)
    if posted:
        status = 422
        if form.is_valid():
            try:
                actions.finish(check_id=ident, found=form.found(), actor=desk.actor, at=desk.at)
            except Refused as refused:
                problem = desk.problem(refused)
                status = problem.status
            else:
                messages.success(desk.request, _("已记下核查结果。"))
                return redirect("console:checks")
    context = {
        "row": row, "form": form, "problem": problem, **_about(row),
        "waiting": row.state == "waiting",
    }  # fmt: skip
    return desk.page("console/checks/task.html", context, current="checks", status=status)


def _about(row: Check) -> dict[str, object]:
    """The case as an inspector needs it: no name, no telephone number."""
    told = tray.reported_for([row.case_id]).get(row.case_id)
    return {
        "title": mask_words(row.case.title),
        "address": mask_words(row.case.address),
        "body": mask_words(row.case.body),
        "reported": told,
    }
