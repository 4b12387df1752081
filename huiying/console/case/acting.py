"""One address through which every verb is done: GET asks for what it needs, POST does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.cases import access, templates
from huiying.cases.refusals import NotNow, Stale
from huiying.cases.rules.workflow import BY_NAME, Verb
from huiying.cases.types import Case
from huiying.console.case.drafting import DRAFTED
from huiying.console.case.forms import VerbForm
from huiying.console.case.sheet import clock_of, sheet_of, title_for
from huiying.console.case.verbs import ACTS, CONFIRM, Act, Doing
from huiying.console.shell import Console, console
from huiying.insights import replying
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.marks import actions as marks
from huiying.marks.queries import counted

NOT_ANY_MORE = (Stale, NotNow)
ONCE_SECONDS = 3600
SHOWN_AFTER_STALE = 4  # how many of the latest lines a stale form shows


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, number: str, name: str) -> HttpResponse:
    """GET: the form of a verb. POST: do it, with exactly one domain call."""
    verb, how = BY_NAME.get(name), ACTS.get(name)
    if verb is None or how is None:
        raise Http404
    try:
        case = access.get_case(desk.actor, number, whole=desk.request.method != "POST")
    except Refused:
        if desk.request.method == "POST" and _sent(desk):  # the first of two clicks took it away
            return done(desk, number, verb)
        raise
    if desk.request.method != "POST":
        access.check(desk.actor, verb, case)
        form = how.form(verb=verb, case=case, actor=desk.actor, at=desk.at)
        return _form_page(desk, case, verb, form, **_prefill(desk, case, form))
    given = (desk.request.POST, desk.request.FILES)
    form = how.form(*given, verb=verb, case=case, actor=desk.actor, at=desk.at)
    if not form.is_valid():
        if _sent(desk):
            return done(desk, number, verb)
        return _form_page(desk, case, verb, form, status=422)
    return _send(desk, case, verb, how, form)


def _prefill(desk: Console, case: Case, form: VerbForm) -> dict[str, Any]:
    """A chosen template filled in for this case, or an earlier answer to begin with: what the
    field shows is what will be sent."""
    query = desk.request.GET
    if number := query.get("like", ""):
        form.initial["text"] = replying.earlier_text(desk.actor, number)
        return {}
    for name in form.fields:
        if name in query and name not in ("version", "once"):
            form.initial[name] = query[name]
    chosen = whole(query.get("template", ""))
    if chosen is None:
        return {}
    rendered = templates.preview(chosen, case, desk.actor, desk.at)
    form.initial["text"] = rendered.text
    return {"chosen": chosen, "missing": "、".join(rendered.missing)}


def _mark(desk: Console) -> str:
    """What a form that was sent is known by; "" for one that carries no mark."""
    once = desk.request.POST.get("once", "")[:40]
    return f"once:{desk.actor.id}:{once}" if once else ""


def _sent(desk: Console) -> bool:
    mark = _mark(desk)
    return bool(mark) and counted(mark, desk.at)[0] > 0


def _send(desk: Console, case: Case, verb: Verb, how: Act, form: VerbForm) -> HttpResponse:
    """Do the verb and leave a mark with it, by which a second click is known.

    Both are one transaction: of two clicks at once, in whatever processes, the second waits for
    the first to end and then finds the mark, and a verb that is refused leaves none.
    """
    mark = _mark(desk)
    try:
        with transaction.atomic():
            if mark and not marks.claim(mark, seconds=ONCE_SECONDS, at=desk.at):
                return done(desk, case.number, verb)
            how.call(Doing(case, desk.actor, desk.at, form))
    except Refused as refused:
        if isinstance(refused, NOT_ANY_MORE):
            return _stale(desk, case, verb, form, refused)
        status = desk.problem(refused).status
        return _form_page(desk, case, verb, form, refused=refused, status=status)
    return done(desk, case.number, verb)


def _stale(desk: Console, case: Case, verb: Verb, form: VerbForm, refused: Refused) -> HttpResponse:
    """Somebody was quicker: what was typed stays, what happened is shown, sending again is free."""
    case.refresh_from_db()
    given = desk.request.POST.copy()
    given["version"] = str(case.version)
    form.data = given
    lately = sheet_of(desk.actor, case, desk.at).told[:SHOWN_AFTER_STALE]
    return _form_page(desk, case, verb, form, refused=refused, status=409, lately=lately)


def _form_page(
    desk: Console,
    case: Case,
    verb: Verb,
    form: VerbForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    ready = templates.templates_for(verb.name, case.category_id) if verb.text else []
    context = {
        "case": case,
        "title": title_for(desk.actor, case),
        "clock": clock_of(case, desk.at),
        "verb": verb,
        "label": _(verb.label),
        "confirm": _(CONFIRM[verb.name]) if verb.name in CONFIRM else "",
        "form": form,
        "problem": desk.problem(refused) if refused else None,
        "suggestion": getattr(form, "suggestion", None),
        "templates": ready,
        "chosen": None,
        "drafting": verb.name in DRAFTED,
        **more,
    }
    return desk.page(
        "console/case/verb_page.html", context, part="console/case/verb.html", status=status
    )


def done(desk: Console, number: str, verb: Verb) -> HttpResponse:
    """Back to the case; for htmx the case's pane anew, in place of the old one."""
    if not desk.partial:
        messages.success(desk.request, _("已完成：%(verb)s") % {"verb": _(verb.label)})
        return redirect(f"{reverse('console:case', args=[number])}?did={verb.name}")
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
