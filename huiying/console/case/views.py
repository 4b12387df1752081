"""The page of a case and the one address through which every verb is done."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.cases import access
from huiying.cases import actions as cases
from huiying.cases.files import attachment_for
from huiying.cases.refusals import NotNow, Stale
from huiying.cases.rules.workflow import BY_NAME, Verb
from huiying.cases.types import Case
from huiying.console.case.forms import VerbForm
from huiying.console.case.sheet import sheet_of
from huiying.console.case.verbs import ACTS, Act, Doing
from huiying.console.shell import Console, Problem, console
from huiying.files import serving
from huiying.lib.errors import Refused

NOT_ANY_MORE = (Stale, NotNow)
ONCE_SECONDS = 3600
SHOWN_AFTER_STALE = 4  # how many of the latest lines a stale form shows


@require_GET
@console
def case_page(desk: Console, number: str) -> HttpResponse:
    """The case; asked by htmx, the pane of a list's page."""
    case = access.get_case(desk.actor, number)
    context = {"sheet": sheet_of(desk.actor, case, desk.at)}
    return desk.page("console/case/page.html", context, part="console/case/sheet.html")


@require_GET
@console
def print_page(desk: Console, number: str) -> HttpResponse:
    """The ticket 工单 on A4, with its limits as the law wants them (条例 art. 13)."""
    case = access.get_case(desk.actor, number)
    return desk.part("console/case/print.html", {"sheet": sheet_of(desk.actor, case, desk.at)})


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, number: str, name: str) -> HttpResponse:
    """GET: the form of a verb. POST: do it, with exactly one domain call."""
    case = access.get_case(desk.actor, number)
    verb, how = BY_NAME.get(name), ACTS.get(name)
    if verb is None or how is None:
        raise Http404
    given = (desk.request.POST, desk.request.FILES) if desk.request.method == "POST" else (None,)
    form = how.form(*given, verb=verb, case=case, actor=desk.actor, at=desk.at)
    if desk.request.method != "POST":
        access.check(desk.actor, verb, case)
        return _form_page(desk, case, verb, form)
    if not form.is_valid():
        return _form_page(desk, case, verb, form, status=422)
    return _send(desk, case, verb, how, form)


def _send(desk: Console, case: Case, verb: Verb, how: Act, form: VerbForm) -> HttpResponse:
    """Do the verb. The second of two clicks finds the first one's mark and changes nothing."""
    once = f"once:{desk.actor.id}:{form.cleaned_data['once']}"
    if cache.get(once):
        return _done(desk, case.number, verb)
    try:
        how.call(Doing(case, desk.actor, desk.at, form))
    except Refused as refused:
        if isinstance(refused, NOT_ANY_MORE):
            if cache.get(once):  # the other of two clicks has just won
                return _done(desk, case.number, verb)
            return _stale(desk, case, verb, form, refused)
        problem = desk.problem(refused)
        return _form_page(desk, case, verb, form, problem=problem, status=problem.status)
    cache.set(once, 1, ONCE_SECONDS)
    return _done(desk, case.number, verb)


def _stale(desk: Console, case: Case, verb: Verb, form: VerbForm, refused: Refused) -> HttpResponse:
    """Somebody was quicker: what was typed stays, what happened is shown, sending again is free."""
    case.refresh_from_db()
    given = desk.request.POST.copy()
    given["version"] = str(case.version)
    form.data = given
    problem = desk.problem(refused)
    lately = sheet_of(desk.actor, case, desk.at).told[:SHOWN_AFTER_STALE]
    return _form_page(desk, case, verb, form, problem=problem, status=409, lately=lately)


def _form_page(
    desk: Console,
    case: Case,
    verb: Verb,
    form: VerbForm,
    *,
    problem: Problem | None = None,
    status: int = 200,
    lately: tuple[object, ...] = (),
) -> HttpResponse:
    context = {
        "case": case,
        "verb": verb,
        "label": _(verb.label),
        "form": form,
        "problem": problem,
        "lately": lately,
    }
    return desk.page(
        "console/case/verb_page.html", context, part="console/case/verb.html", status=status
    )


def _done(desk: Console, number: str, verb: Verb) -> HttpResponse:
    """Back to the case; for htmx the case's pane anew, in place of the old one."""
    if not desk.partial:
        messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(verb.label)})
        return redirect("console:case", number=number)
    try:
        case = access.get_case(desk.actor, number)
    except Refused:  # the act took it out of the person's sight, as a return does
        response = desk.part("console/case/gone.html", {"number": number, "label": _(verb.label)})
    else:
        context = {"sheet": sheet_of(desk.actor, case, desk.at), "done": _(verb.label)}
        response = desk.part("console/case/sheet.html", context)
    response["HX-Retarget"] = "#case"
    response["HX-Reswap"] = "outerHTML"
    response["HX-Trigger"] = "huiying:changed"
    return response


@require_POST
@console
def reveal(desk: Console, number: str) -> HttpResponse:
    """Show name and phone once; the look itself is journalled and the answer never cached."""
    case = access.get_case(desk.actor, number)
    purpose = desk.request.POST.get("purpose", "").strip()
    contact = cases.reveal(case_id=case.pk, actor=desk.actor, at=desk.at, purpose=purpose)
    context = {"case": case, "contact": contact}
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
    return _done(desk, case.number, BY_NAME["ask"])
