"""The page of one's own case: what the person may say and add, and who follows along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import public_words, tracking, voices
from huiying.cases.actions.report import add_photos
from huiying.cases.types import Case
from huiying.lib.errors import Refused
from huiying.oversight.actions import person
from huiying.portal import feeds, plain
from huiying.portal.forms import AgainForm, PhotosForm, RateForm
from huiying.portal.limits import ANSWERS, TRIES, missed, slow_down
from huiying.portal.pages import page, private, said
from huiying.proof import queries as proof


def case_told(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """The tracking page: where it is, what comes next, what the person can do now."""
    at = timezone.now()
    context = {
        "case": case,
        "standing": plain.standing(case),
        "next": plain.next_step(case),
        "lines": plain.lines(tracking.public_moments(case)),
        "questions": tracking.waiting_for_person(case),
        "rate": RateForm() if person.may_rate(case) else None,
        "again": AgainForm() if person.may_reopen(case, at) else None,
        "again_days": person.reopen_days(),
        "photos": PhotosForm() if case.open else None,
        "offers": proof.offers(case),
        "problem": None,
        **more,
    }
    return page(request, "portal/case.html", context, status)


@require_POST
@private
def rate(request: HttpRequest, code: str) -> HttpResponseBase:
    """The person's word on the result."""
    slow_down(request, "say", ANSWERS)
    case = tracking.by_code(code)
    if case is None:
        return _unknown(request)
    form = RateForm(request.POST)
    if not form.is_valid():
        return case_told(request, case, status=422, rate=form)
    try:
        person.rate(case=case, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return case_told(request, case, status=409, rate=form, problem=said(refused))
    return redirect("portal:case", code=case.tracking_code)


@require_POST
@private
def again(request: HttpRequest, code: str) -> HttpResponseBase:
    """没解决: the case is taken up again."""
    slow_down(request, "say", ANSWERS)
    case = tracking.by_code(code)
    if case is None:
        return _unknown(request)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return case_told(request, case, status=422, again=form)
    try:
        person.not_solved(case=case, text=form.cleaned_data["text"], at=timezone.now())
    except Refused as refused:
        return case_told(request, case, status=409, again=None, problem=said(refused))
    return redirect("portal:case", code=case.tracking_code)


@require_POST
@private
def photos(request: HttpRequest, code: str) -> HttpResponseBase:
    """Further photos of the person's own."""
    slow_down(request, "say", ANSWERS)
    case = tracking.by_code(code)
    if case is None:
        return _unknown(request)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_told(request, case, status=422, photos=form)
    try:
        add_photos(code=code, at=timezone.now(), uploads=form.cleaned_data["photos"])
    except Refused as refused:
        return case_told(request, case, status=422, problem=said(refused))
    return redirect("portal:case", code=case.tracking_code)


@require_GET
@private
def follow(request: HttpRequest, code: str) -> HttpResponseBase:
    """What somebody sees who met the same thing: public facts of the case they joined."""
    slow_down(request, "follow", TRIES * 3)
    found = voices.followed(code)
    if found is None:
        missed(request, "follow")
        return _unknown(request)
    context = {
        "found": found,
        "standing": public_words.standing(found.stage, found.unit, found.due_at),
        "steps": [(at, plain.public_step(event)) for at, event in found.steps],
    }
    return page(request, "portal/follow.html", context)


@require_GET
@private
def follow_feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same as a feed for a reader program."""
    slow_down(request, "follow", TRIES * 3)
    found = voices.followed(code)
    if found is None:
        missed(request, "follow")
        return _unknown(request)
    return feeds.of_followed(request, found)


def _unknown(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/unknown_link.html", status=404)
