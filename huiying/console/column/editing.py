"""Writing an issue, of a case or of what was found in the field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.column import access, queries
from huiying.column import actions as column
from huiying.console.column.forms import TERM_DAYS, IssueForm, initial_of
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """``?case=``: about this case, with its unit and place filled in but none of its words."""
    access.check_editor(desk.actor)
    given = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    number = given.get("case", "").strip()
    case = access.case_for(desk.actor, number) if number else None
    problem, status = None, 200
    if desk.request.method == "POST":
        form, status = IssueForm(desk.request.POST), 422
        if form.is_valid():
            try:
                row = column.draft(
                    facts=form.facts(), actor=desk.actor, at=desk.at, case_number=number
                )
            except Refused as refused:
                problem = desk.problem(refused)
            else:
                messages.success(desk.request, _("草稿已保存。请添加照片，处理好后发布。"))
                return redirect("console:column_one", ident=row.pk)
    else:
        initial: dict[str, Any] = {
            "due": timezone.localtime(desk.at + timedelta(days=TERM_DAYS)).date()
        }
        if case is not None:
            initial |= {"unit_id": case.lead_unit_id, "area_id": case.area_id}
        form = IssueForm(initial=initial)
    context = {"form": form, "problem": problem, "case": case, "row": None}
    return desk.page("console/column/edit.html", context, current="column", status=status)


@require_http_methods(["GET", "POST"])
@console
def edit(desk: Console, ident: int) -> HttpResponse:
    """The words of an issue; of a draft its term too."""
    access.check_editor(desk.actor)
    row = queries.exposure_for(desk.actor, ident)
    problem, status = None, 200
    form = IssueForm(initial=initial_of(row), row=row)
    if desk.request.method == "POST":
        form, status = IssueForm(desk.request.POST, row=row), 422
        if form.is_valid():
            try:
                column.edit(
                    exposure_id=ident, facts=form.facts(), actor=desk.actor, at=desk.at,
                    version=form.cleaned_data["version"],
                )  # fmt: skip
            except Refused as refused:
                problem = desk.problem(refused)
                status = problem.status
            else:
                messages.success(desk.request, _("已保存"))
                return redirect("console:column_one", ident=ident)
    context = {"form": form, "problem": problem, "case": row.case, "row": row}
    return desk.page("console/column/edit.html", context, current="column", status=status)
