"""The page of a case: read, print, look at its files and, with a trace, at its reporter."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import access
from huiying.cases import actions as cases
from huiying.cases.files import attachment_for
from huiying.cases.rules.workflow import BY_NAME
from huiying.console.case.acting import done
from huiying.console.case.sheet import sheet_of
from huiying.console.shell import Console, console
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.telephony import actions as telephony


@require_GET
@console
def case_page(desk: Console, number: str) -> HttpResponse:
    """The case; asked by htmx, the pane of a list's page."""
    try:
        case = access.get_case(desk.actor, number)
    except Refused:
        if "did" not in desk.request.GET:
            raise
        return redirect("console:home")  # the act took it out of the person's sight
    did = desk.request.GET.get("did", "")
    context = {
        "sheet": sheet_of(desk.actor, case, desk.at),
        "did": did if did in BY_NAME else "",
    }
    return desk.page("console/case/page.html", context, part="console/case/sheet.html")


@require_GET
@console
def print_page(desk: Console, number: str) -> HttpResponse:
    """The ticket 工单 on A4, with its limits as the law wants them (条例 art. 13)."""
    case = access.get_case(desk.actor, number)
    return desk.part("console/case/print.html", {"sheet": sheet_of(desk.actor, case, desk.at)})


@require_POST
@console
def reveal(desk: Console, number: str) -> HttpResponse:
    """Show name and phone once; the look itself is journalled and the answer never cached."""
    case = access.get_case(desk.actor, number)
    purpose = desk.request.POST.get("purpose", "").strip()
    contact = cases.reveal(case_id=case.pk, actor=desk.actor, at=desk.at, purpose=purpose)
    correct = BY_NAME["correct_reporter"]
    context = {
        "case": case,
        "contact": contact,
        "may_correct": correct in access.verbs_for(desk.actor, case),
    }
    return desk.page("console/case/reporter_page.html", context, part="console/case/reporter.html")


@require_GET
@console
def file(desk: Console, number: str, attachment_id: int) -> HttpResponseBase:
    """A photo or file of the case, for whoever may see the case."""
    attachment = attachment_for(desk.actor, number, attachment_id)
    small = "small" in desk.request.GET
    return serving.response(desk.request, attachment.file, attachment.name, thumbnail=small)


@require_POST
@console
def withdraw(desk: Console, number: str, request_id: int) -> HttpResponse:
    """Take a question or task back that is no longer needed."""
    case = access.get_case(desk.actor, number)
    cases.withdraw_request(case_id=case.pk, request_id=request_id, actor=desk.actor, at=desk.at)
    return done(desk, case.number, BY_NAME["ask"])


@require_POST
@console
def recording(desk: Console, number: str, call_id: int) -> HttpResponse:
    """Where the recording of a call lies; that it was shown is journalled, nothing is cached."""
    case = access.get_case(desk.actor, number)
    address = telephony.show_recording(number=number, call_id=call_id, actor=desk.actor, at=desk.at)
    return desk.page("console/case/recording.html", {"case": case, "address": address})
