"""转交外部平台: the page on which a case is passed on, and sending again or stopping."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiying.cases.types import Case
from huiying.console.case.sheet import title_for
from huiying.console.relay.forms import PassForm, ToForm
from huiying.console.shell import Console, console
from huiying.lib.errors import Refused
from huiying.relay import access, passing, queries
from huiying.relay.passing import Wish
from huiying.relay.rules.reading import Question
from huiying.relay.types import Passing, Service


@dataclass(frozen=True, slots=True)
class Goal:
    """The service somebody chose, or none yet; ``pairs`` are all there are."""

    server_id: int
    service: Service | None
    chosen: str
    pairs: list[tuple[str, str]]

    @property
    def questions(self) -> list[Question]:
        return queries.questions_of(self.service) if self.service else []


def goal_of(desk: Console, case: Case) -> Goal:
    """What ``?to=`` names, otherwise what the case's category is on a platform."""
    found = queries.choices_for(case)
    names = {choice.server.pk: choice.server.name for choice in found}
    offered = queries.services_of(list(names))
    pairs = [
        (f"{one.server_id}:{one.code}", " · ".join(filter(None, (names[one.server_id], one.group,
                                                                one.name))))
        for one in offered
    ]  # fmt: skip
    meant = next((choice.service for choice in found if choice.service), None)
    asked = desk.request.GET.get("to", "")
    by_name = {f"{one.server_id}:{one.code}": one for one in offered}
    service = by_name.get(asked) or (None if asked else meant)
    chosen = f"{service.server_id}:{service.code}" if service else ""
    return Goal(service.server_id if service else 0, service, chosen, pairs)


@require_http_methods(["GET", "POST"])
@console
def page(desk: Console, number: str) -> HttpResponse:
    """``?to=``: the service chosen; without it the one the category means."""
    case = access.case_for(desk.actor, number)
    goal = goal_of(desk, case)
    named = access.may_tell_who(desk.actor, case)
    posted = desk.request.method == "POST" and goal.service is not None
    form = PassForm(
        desk.request.POST if posted else None,
        questions=goal.questions, identity=named,
        initial={"text": queries.proposal(case), "address": case.address},
    )  # fmt: skip
    problem, status = None, 422 if posted else 200
    if posted and form.is_valid() and goal.service is not None:
        given = form.cleaned_data
        wish = Wish(
            goal.server_id, goal.service.code, given["text"], form.answers(),
            identity=bool(given.get("identity")), address=given["address"],
        )  # fmt: skip
        try:
            passing.pass_on(case_id=case.pk, wish=wish, actor=desk.actor, at=desk.at)
        except Refused as refused:
            problem = desk.problem(refused)
            status = problem.status
        else:
            messages.success(desk.request, _("已放入转交队列，对方收到后这里会显示编号。"))
            return redirect("console:case", number=number)
    context = {
        "case": case, "title": title_for(desk.actor, case), "goal": goal, "form": form,
        "to": ToForm(goal.pairs, goal.chosen), "problem": problem, "named": named,
    }  # fmt: skip
    return desk.page("console/relay/new.html", context, status=status)


@require_POST
@console
def again(desk: Console, ident: int) -> HttpResponse:
    """Send again what did not arrive, or ask now."""
    row = passing.resend(passing_id=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("已安排再试一次。"))
    return _back(desk, row)


@require_POST
@console
def stop(desk: Console, ident: int) -> HttpResponse:
    """Ask no more."""
    row = passing.stop(passing_id=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("已停止跟踪。"))
    return _back(desk, row)


def _back(desk: Console, row: Passing) -> HttpResponse:
    if desk.request.POST.get("back") == "case":
        return redirect("console:case", number=row.case.number)
    return redirect("console:relay")
