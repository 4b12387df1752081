"""The operator's desk: one screen, one form, one domain call when the conversation ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import access, suggest
from huiying.cases import queries as reads
from huiying.cases.actions.intake import RECEIVERS
from huiying.cases.refusals import NotYours
from huiying.cases.rules.openness import with_answers
from huiying.cases.rules.workflow import DECLINING_LABELS, DESK, Declining
from huiying.cases.stops import stops_for
from huiying.cases.types import Case
from huiying.console.alike import why_said
from huiying.console.operator.forms import DECLINING_WORDS, RegisterForm, ScriptForm
from huiying.console.operator.telephone import telephone_of
from huiying.console.shell import Console, Problem, console
from huiying.insights import hints as insights
from huiying.insights.rules.letters import Letter
from huiying.insights.understanding import understand
from huiying.knowledge import queries as articles
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.telephony import actions as telephony
from huiying.telephony import queries as calls

LEAST_DIGITS = 5  # of a phone, before earlier cases are looked for
LEAST_WORDS = 4  # characters, before anything is suggested


@require_http_methods(["GET", "POST"])
@console
def operator(desk: Console) -> HttpResponse:
    """GET: an empty form, beside it what was taken in today. POST: the conversation has ended."""
    if not desk.actor.has(*RECEIVERS):
        raise NotYours(number="", verb="登记", roles="话务员")
    if desk.request.method != "POST":
        return _page(desk, RegisterForm(channel=_usual_channel(desk), **_known(desk)))
    form = RegisterForm(desk.request.POST, desk.request.FILES)
    if not form.is_valid():
        return _page(desk, form, status=422)
    try:
        return _save(desk, form)
    except Refused as refused:
        problem = desk.problem(refused)
        return _page(desk, form, problem=problem, status=problem.status)


def _save(desk: Console, form: RegisterForm) -> HttpResponse:
    outcome, target = form.ending()
    if outcome == "supplement" and target is not None:
        return _supplement(desk, form, target)
    given = form.cleaned_data
    case = telephony.take_in(
        form.new_case(),
        outcome=outcome,
        actor=desk.actor,
        at=desk.at,
        key=given["key"],
        text=given["text"],
        way=given["way"],
        articles=given["articles"],
        call_id=given["call"],
        transfers=given["transfers"],
        master_id=target,
        uploads=given["photos"],
    )
    was = f"&was={given['call']}" if given["call"] else ""
    return redirect(f"{reverse('console:operator')}?done={case.number}{was}")


def _supplement(desk: Console, form: RegisterForm, case_id: int) -> HttpResponse:
    """The caller adds to a case that is there: their words become a note of it, no new case."""
    given = form.cleaned_data
    words = "\n".join(filter(None, (given["title"], given["body"])))
    words = with_answers(words, given["answers"])
    case = telephony.supplement(
        case_id=case_id, text=words, actor=desk.actor, at=desk.at, call_id=given["call"]
    )
    messages.success(desk.request, _("已补充到 %(number)s") % {"number": case.number})
    return redirect("console:operator")


def _page(
    desk: Console, form: RegisterForm, *, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "chosen": articles.told(form.idents("articles"), today_of(desk)),
        "hotline": desk.actor.has(*DESK),
        "telephone": telephone_of(desk, form),
        "problem": problem,
        "back": whole(desk.request.GET.get("back", "")),
        "was": whole(desk.request.GET.get("was", "")),
        "done": _done(desk),
        "today": reads.taken_in_today(desk.actor, desk.at),
        "samples": [(way, _(DECLINING_LABELS[way]), DECLINING_WORDS[way]) for way in Declining],
    }
    current = "operator" if context["hotline"] else "register"
    return desk.page("console/operator/page.html", context, current=current, status=status)


def _known(desk: Console) -> dict[str, Any]:
    """The number of the call that was opened, or of who is being called back."""
    given = desk.request.GET
    if ident := whole(given.get("call", "")):
        return {"call": ident, "phone": calls.caller(desk.actor, ident).phone}
    if ident := whole(given.get("back", "")):
        return {"phone": calls.phone_of(desk.actor, ident)}
    return {}


def _usual_channel(desk: Console) -> str:
    """How a matter comes to this person: by telephone, found on a check, or met on a walk."""
    if desk.actor.has(*DESK):
        return "hotline"
    return "inspection" if desk.actor.has("inspector") else "visit"


def _done(desk: Console) -> Case | None:
    """The case that was just taken in, whose number and code are now read to the caller."""
    number = desk.request.GET.get("done", "")
    try:
        return access.get_case(desk.actor, number) if number else None
    except Refused:
        return None


@require_GET
@console
def earlier(desk: Console) -> HttpResponse:
    """The caller's earlier cases, as the phone is typed."""
    phone = desk.request.GET.get("phone", "").strip()
    enough = sum(letter.isdigit() for letter in phone) >= LEAST_DIGITS
    rows = reads.earlier_of(desk.actor, phone) if enough else []
    return desk.part("console/operator/earlier.html", {"rows": rows, "asked": enough})


@require_GET
@console
def known(desk: Console) -> HttpResponse:
    """Articles for what is looked for; unasked, for what has been typed and classed so far."""
    given = desk.request.GET
    if not desk.actor.has(*DESK):
        raise NotYours(number="", verb="登记", roles="话务员")
    words = given.get("know", "").strip()
    category_id = whole(given.get("category_id", ""))
    text = f"{given.get('title', '')}\n{given.get('body', '')}".strip()
    on = today_of(desk)
    if words:
        found = articles.search(words, on)
    else:
        enough = len(text) >= LEAST_WORDS
        found = articles.suggest(text if enough else "", on, category_id=category_id)
    picked = [n for one in given.getlist("articles") if (n := whole(one)) is not None]
    chosen = articles.told(picked, on)
    idents = {one.version_id for one in chosen}
    context = {
        "chosen": chosen,
        "known": [one for one in found if one.version_id not in idents],
        "asked": bool(words),
    }
    return desk.part("console/operator/known.html", context)


def today_of(desk: Console) -> date:
    return timezone.localtime(desk.at).date()


@require_GET
@console
def script(desk: Console) -> HttpResponse:
    """What the chosen category has asked; answers to questions that both ask stay."""
    given = desk.request.GET
    form = ScriptForm(initial={n: many if len(many) > 1 else many[0] for n, many in given.lists()})
    return desk.part("console/operator/script.html", {"form": form})


@require_GET
@console
def hints(desk: Console) -> HttpResponse:
    """Likely categories and duplicates of what has been typed so far."""
    given = desk.request.GET
    text = f"{given.get('title', '')}\n{given.get('body', '')}\n{given.get('address', '')}".strip()
    area_id = whole(given.get("area_id", ""))
    enough = len(text) >= LEAST_WORDS
    letter = Letter(given.get("title", ""), given.get("body", ""))
    learned = insights.hints(desk.actor, insights.CATEGORY, letter) if enough else None
    found = suggest.Hints()
    if enough:
        found = suggest.while_typing(
            desk.actor, text, desk.at, area_id=area_id, categories=learned is None
        )
    said = understand(text) if enough else None
    context = {
        "asked": enough,
        "stops": stops_for(text) if enough else [],
        "alarms": list(dict.fromkeys(span.text for span in said.alarms)) if said else [],
        "places": list(dict.fromkeys(span.text for span in said.places)) if said else [],
        "learned": learned,
        "hints": found.categories,
        "twins": [(twin.row, why_said(twin.why)) for twin in found.twins],
    }
    return desk.part("console/operator/hints.html", context)
