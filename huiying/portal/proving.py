"""The contact of one case is proven: whoever follows the case enters a code that was sent there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from huiying.cases import tracking
from huiying.cases.types import Case
from huiying.lib.errors import Refused
from huiying.portal import codes
from huiying.portal.codes import VISIT, WAITING, CodeForm
from huiying.portal.following import case_told
from huiying.portal.limits import missed, slow_down
from huiying.portal.pages import page, private, said
from huiying.proof import actions, queries
from huiying.proof.refusals import CodeEnded


@require_POST
@private
def ask(request: HttpRequest, code: str) -> HttpResponseBase:
    """Have a code sent to the phone or address that the case was raised with."""
    codes.slow_asking(request)
    case = tracking.by_code(code)
    if case is None:
        return _unknown(request)
    try:
        token = actions.ask_for(
            case=case,
            kind=request.POST.get("kind", ""),
            language=codes.language(),
            at=timezone.now(),
            before=request.COOKIES.get(WAITING, ""),
            visit=request.COOKIES.get(VISIT, ""),
        )
    except Refused as refused:
        return case_told(request, case, status=409, problem=said(refused))
    if not token:
        return redirect("portal:case", code=case.tracking_code)
    response = redirect("portal:prove_code", code=case.tracking_code)
    codes.wait(response, token)
    return response


@require_http_methods(["GET", "POST"])
@private
def enter(request: HttpRequest, code: str) -> HttpResponseBase:
    """The code came: the contact is proven."""
    slow_down(request, "code_enter", codes.ENTERED)
    case = tracking.by_code(code)
    if case is None:
        missed(request, "code_enter")
        return _unknown(request)
    if request.method == "POST":
        return _entered(request, case)
    if queries.waiting(request.COOKIES.get(WAITING, ""), timezone.now(), case) is None:
        return redirect("portal:case", code=case.tracking_code)
    context = {"case": case, "form": CodeForm(), "problem": None, "ended": False}
    return page(request, "portal/prove.html", context)


def _entered(request: HttpRequest, case: Case) -> HttpResponse:
    form, problem, ended = CodeForm(request.POST), None, False
    if form.is_valid():
        token, given = request.COOKIES.get(WAITING, ""), form.cleaned_data["code"]
        try:
            actions.prove_case(token=token, code=given, case=case, at=timezone.now())
        except Refused as refused:
            problem, ended = said(refused), isinstance(refused, CodeEnded)
        else:
            response = redirect("portal:case", code=case.tracking_code)
            response.delete_cookie(WAITING, samesite="Lax")
            return response
    context = {"case": case, "form": form, "problem": problem, "ended": ended}
    return page(request, "portal/prove.html", context, 422)


def _unknown(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/unknown_link.html", status=404)
