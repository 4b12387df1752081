"""Pages without an account: a start, an answer over a link, and where one's case is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions as cases
from huiying.cases import tracking
from huiying.cases.files import attachment_for_person
from huiying.cases.queries import request_by_token
from huiying.cases.refusals import LinkEnded
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.portal.following import case_told
from huiying.portal.forms import AnswerForm, TrackForm
from huiying.portal.limits import ANSWERS, TRIES, missed, slow_down
from huiying.portal.pages import page, private, said
from huiying.proof import queries


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What this is; sign in, or see where one's case is."""
    context = {"form": TrackForm(), "own": bool(queries.ways())}
    return page(request, "portal/start.html", context)


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may see the start page and what is public, and nothing else."""
    lines = (
        "User-agent: *",
        "Disallow: /q/",
        "Disallow: /track/",
        "Disallow: /my/",
        "Disallow: /follow/",
        "Disallow: /report/",
        "Disallow: /desk/",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_http_methods(["GET", "POST"])
@private
def question(request: HttpRequest, token: str) -> HttpResponse:
    """A question to the person, or a task for an outside party: read it, answer it, once."""
    slow_down(request, "question", ANSWERS)
    at = timezone.now()
    asked = request_by_token(token)
    if asked is None:
        missed(request, "question")
        return page(request, "portal/unknown_link.html", status=404)
    context = {"asked": asked, "status": asked.status, "party": asked.to == "party"}
    if asked.status == "waiting" and asked.due_at < at:
        context["status"] = "expired"
    if context["status"] != "waiting":
        return page(request, "portal/ended.html", context, 200 if request.method == "GET" else 409)
    form = AnswerForm(request.POST, request.FILES) if request.method == "POST" else AnswerForm()
    status, problem = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cases.answer_with_files(
                    token=token,
                    text=form.cleaned_data["text"],
                    at=at,
                    uploads=form.cleaned_data["photos"],
                )
            except LinkEnded:  # answered in another window, or the time has just run out
                return redirect("portal:question", token=token)
            except Refused as refused:
                problem = said(refused)
            else:
                return redirect("portal:question", token=token)
    return page(
        request, "portal/question.html", {**context, "form": form, "problem": problem}, status
    )


@require_http_methods(["GET", "POST"])
@private
def track(request: HttpRequest) -> HttpResponse:
    """Find a case by its code, or by its number and the phone it was raised with."""
    if request.method != "POST":
        return page(request, "portal/track.html", _tracking(TrackForm()))
    slow_down(request, "track", TRIES)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return page(request, "portal/track.html", _tracking(form), 422)
    given = form.cleaned_data
    case = tracking.by_code(given["code"]) if given["code"] else None
    if case is None and given["number"]:
        case = tracking.by_number_and_phone(given["number"], given["phone"])
    if case is None:
        return page(request, "portal/track.html", _tracking(form, missed=True), 404)
    return redirect("portal:case", code=case.tracking_code)


def _tracking(form: TrackForm, *, missed: bool = False) -> dict[str, Any]:
    return {"form": form, "missed": missed, "own": bool(queries.ways())}


@require_GET
@private
def case_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where the case is, in a sentence; what happened; the questions that wait."""
    slow_down(request, "case", TRIES * 3)
    case = tracking.by_code(code)
    if case is None:
        missed(request, "case")
        form = TrackForm(initial={"code": code})
        return page(request, "portal/track.html", _tracking(form, missed=True), 404)
    return case_told(request, case)


@require_GET
@private
def file(request: HttpRequest, code: str, attachment_id: int) -> HttpResponseBase:
    """A photo that was shared with the person."""
    slow_down(request, "file", TRIES * 10)
    case = tracking.by_code(code)
    if case is None:
        missed(request, "file")
        return page(request, "portal/unknown_link.html", status=404)
    try:
        attachment = attachment_for_person(case, attachment_id)
    except Refused:
        return page(request, "portal/unknown_link.html", status=404)
    small = "small" in request.GET
    return serving.response(request, attachment.file, attachment.name, thumbnail=small)
