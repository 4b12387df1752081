"""One whistle: blown, shown, acted upon, printed, assessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import access as cases
from huiying.cases.rules.masking import mask_words
from huiying.console.desks.desk import address
from huiying.console.letters import answer
from huiying.console.shell import Console, Problem, console
from huiying.console.whistles.forms import MarkForm, NewForm, VerbForm
from huiying.console.whistles.notice import notice_of
from huiying.console.whistles.pages import cap_of, head, page_of
from huiying.directory import queries as directory
from huiying.files import serving
from huiying.lib.errors import Refused
from huiying.whistles import access, queries
from huiying.whistles import actions as whistles
from huiying.whistles.refusals import NotAStreet
from huiying.whistles.rules.course import BY_NAME

WHISTLE: dict[str, Callable[..., Any]] = {
    "summon": whistles.summon,
    "conclude": whistles.conclude,
    "withdraw": whistles.withdraw,
}
SUMMONS: dict[str, Callable[..., Any]] = {
    "sign": whistles.sign,
    "refuse": whistles.refuse,
    "uphold": whistles.uphold,
    "overrule": whistles.overrule,
    "arrive": whistles.arrive,
    "contribute": whistles.contribute,
}
TOMORROW = timedelta(days=1)


@require_http_methods(["GET", "POST"])
@console
def new(desk: Console) -> HttpResponse:
    """Blow a whistle; ``?case=`` brings what is known of a case."""
    if not access.streets_of(desk.actor):
        raise NotAStreet
    posted = desk.request.method == "POST"
    form = NewForm(desk.request.POST if posted else None, actor=desk.actor, initial=_initial(desk))
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid():
        try:
            row = whistles.blow(new=form.new(), actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("哨已吹响，各单位开始计签到时限。"))
            return redirect("console:whistle", ident=row.pk)
    context = {"form": form, "problem": problem}
    return desk.page("console/whistles/new.html", context, current="whistles", status=status)


def _initial(desk: Console) -> dict[str, Any]:
    """Tomorrow at this hour; from a case its words without numbers, its place and area."""
    start = timezone.localtime(desk.at + TOMORROW).replace(minute=0, second=0, microsecond=0)
    number = desk.request.GET.get("case", "")
    if not number:
        return {"meet_at": start}
    case = cases.get_case(desk.actor, number)
    return {
        "meet_at": start, "cases": case.number, "title": mask_words(case.title)[:60],
        "place": mask_words(case.address)[:100], "area_id": case.area_id,
    }  # fmt: skip


@require_GET
@console
def page(desk: Console, ident: int) -> HttpResponse:
    """All there is of a whistle."""
    row = queries.whistle_for(desk.actor, ident)
    context = {"page": page_of(desk.actor, row, desk.at)}
    return desk.page("console/whistles/one.html", context, current="whistles")


@require_GET
@console
def notice(desk: Console, ident: int) -> HttpResponse:
    """The notice on A4; ``?form=pdf`` and ``?form=docx`` as files."""
    row = queries.whistle_for(desk.actor, ident)
    letter = notice_of(page_of(desk.actor, row, desk.at))
    form, back = desk.request.GET.get("form", ""), address("whistle", ident)
    return answer(desk, letter, form=form, back=back, current="whistles", name=letter.number)


@require_http_methods(["GET", "POST"])
@console
def act(desk: Console, ident: int, name: str) -> HttpResponse:
    """A verb of the whistle: what it needs is asked for, then it is done."""
    if name not in WHISTLE:
        raise Http404
    verb, row = BY_NAME[name], queries.whistle_for(desk.actor, ident)
    access.check(desk.actor, verb, row)
    form = _verb_form(desk, verb, version=row.version)

    def do(**given: Any) -> None:
        WHISTLE[name](whistle_id=ident, actor=desk.actor, at=desk.at, **given)

    return _answer(desk, ident, form, do, {"verb": verb, "head": head(row, desk.at)})


@require_http_methods(["GET", "POST"])
@console
def act_unit(desk: Console, ident: int, part: int, name: str) -> HttpResponse:
    """A verb of one department's summons; being there is made for a phone."""
    if name not in SUMMONS:
        raise Http404
    verb, one = BY_NAME[name], queries.summons_for(desk.actor, ident, part)
    row = one.whistle
    access.check(desk.actor, verb, row, one)
    form = _verb_form(desk, verb, version=one.version, who=desk.actor.name, place=row.place)

    def do(**given: Any) -> None:
        SUMMONS[name](summons_id=part, actor=desk.actor, at=desk.at, **given)

    return _answer(desk, ident, form, do, {"verb": verb, "head": head(row, desk.at), "one": one})


def _verb_form(desk: Console, verb: Any, **more: Any) -> VerbForm:
    posted = desk.request.method == "POST"
    data, files = (desk.request.POST, desk.request.FILES) if posted else (None, None)
    return VerbForm(data, files, verb=verb, at=desk.at, **more)


def _answer(
    desk: Console, ident: int, form: Any, do: Callable[..., None], context: dict[str, Any]
) -> HttpResponse:
    problem: Problem | None = None
    posted = desk.request.method == "POST"
    status, label = 422 if posted else 200, _(context["verb"].label)
    if posted and form.is_valid():
        try:
            do(**form.said())
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已完成：%(verb)s") % {"verb": label})
            return redirect("console:whistle", ident=ident)
    context |= {"form": form, "problem": problem, "label": label}
    return desk.page("console/whistles/act.html", context, current="whistles", status=status)


@require_http_methods(["GET", "POST"])
@console
def rate(desk: Console, ident: int, unit: int) -> HttpResponse:
    """Mark a department, or the street: as the street that whistled, else as the district."""
    row = queries.whistle_for(desk.actor, ident)
    street = access.may(desk.actor, BY_NAME["rate"], row)
    verb = BY_NAME["rate" if street else "assess"]
    access.check(desk.actor, verb, row)
    cap = cap_of(row, unit)
    if cap is None:
        raise Http404
    posted = desk.request.method == "POST"
    form = MarkForm(desk.request.POST if posted else None, cap=cap, version=row.version)
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            (whistles.rate if street else whistles.assess)(
                whistle_id=ident, unit_id=unit, mark=int(given["mark"]), text=given["text"],
                actor=desk.actor, at=desk.at, version=given["version"],
            )  # fmt: skip
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            return redirect(address("whistle", ident))
    parts = {part.one.unit_id: part for part in page_of(desk.actor, row, desk.at).parts}
    context = {
        "form": form, "problem": problem, "head": head(row, desk.at), "label": _(verb.label),
        "unit": directory.unit(unit).label, "cap": cap, "part": parts.get(unit),
    }  # fmt: skip
    return desk.page("console/whistles/rate.html", context, current="whistles", status=status)


@require_GET
@console
def photo(desk: Console, ident: int, part: int) -> HttpResponseBase:
    """The photo of being there, for whoever sees the whistle."""
    one = queries.summons_for(desk.actor, ident, part)
    if one.photo is None:
        raise Http404
    small = "small" in desk.request.GET
    return serving.response(desk.request, one.photo, f"{ident}-{part}.jpg", thumbnail=small)
