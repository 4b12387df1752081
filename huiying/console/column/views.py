"""One issue at the desk, and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases.files import attachments_of
from huiying.column import access, queries
from huiying.column import actions as column
from huiying.column.rules.workflow import BY_NAME
from huiying.column.types import Exposure
from huiying.console.case.forms import end_of
from huiying.console.column.forms import PhotosForm, VerbForm
from huiying.console.column.pages import issue, issue_page
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused

CALLS: dict[str, Callable[..., Exposure]] = {
    "publish": column.publish,
    "extend": column.extend,
    "answer": column.answer,
    "approve": column.approve,
    "reject": column.reject,
    "close": column.close,
    "relapse": column.relapse,
    "withdraw": column.withdraw,
}


@require_GET
@console
def page(desk: Console, ident: int) -> HttpResponse:
    """All there is of an issue."""
    row = queries.exposure_for(desk.actor, ident)
    return show(desk, row)


def show(
    desk: Console, row: Exposure, *, form: PhotosForm | None = None, problem: Any = None
) -> HttpResponse:
    """The page of an issue, perhaps with a form that could not be taken."""
    offered = attachments_of(row.case) if row.case and access.edits(desk.actor) else []
    images = [one for one in offered if one.file.media_type.startswith("image/")]
    context = {
        "page": issue_page(desk.actor, row, desk.at, images),
        "form": form
        or PhotosForm(initial={"moment": "before" if not row.published_at else "after"}),
        "problem": problem,
    }
    status = problem.status if problem else 200 if form is None else 422
    return desk.page("console/column/one.html", context, current="column", status=status)


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """A verb: what it needs is asked for, then it is done."""
    if name not in CALLS:
        raise Http404
    verb, row = BY_NAME[name], queries.exposure_for(desk.actor, ident)
    access.check(desk.actor, verb, row)
    posted = desk.request.method == "POST"
    data, files = (desk.request.POST, desk.request.FILES) if posted else (None, None)
    form = VerbForm(data, files, verb=verb, row=row, at=desk.at)
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid():
        try:
            CALLS[name](exposure_id=ident, actor=desk.actor, at=desk.at, **_said(form))
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(verb.label)})
            return redirect("console:column_one", ident=ident)
    context = {
        "issue": issue(row, desk.at), "verb": verb, "label": _(verb.label), "form": form,
        "problem": problem,
    }  # fmt: skip
    return desk.page("console/column/act.html", context, current="column", status=status)


def _said(form: VerbForm) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    if "due" in given:
        given["due_at"] = end_of(given.pop("due"))
    if "photos" in given:
        given["uploads"] = [(one.name, one) for one in given.pop("photos")]
    return given
