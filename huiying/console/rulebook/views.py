"""派单规则: read an edition, work on a draft, see what it would change, put it in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.console.desks.desk import seat
from huiying.console.rulebook.forms import RuleForm
from huiying.console.rulebook.words import sentence
from huiying.console.shell import Console, Problem, console
from huiying.dispatch import actions as dispatch
from huiying.dispatch import editions
from huiying.dispatch.editions import Edition, Written
from huiying.lib.errors import Refused
from huiying.lib.numbers import whole
from huiying.lib.periods import Month

NAME = gettext_noop("派单规则")
EDITORS = ("dispatcher", "supervisor", "administrator")
PUBLISHERS = ("supervisor", "administrator")
READERS = (*EDITORS, "leader", "auditor")
STEP = 10  # positions are ten apart


@require_GET
@console
def index(desk: Console) -> HttpResponse:
    """All editions, newest first."""
    seat(desk, _(NAME), READERS)
    found = editions.editions()
    context = {"editions": found, "may_edit": desk.actor.has(*EDITORS)}
    return desk.page("console/rules/index.html", context, current="rules")


@require_POST
@console
def start(desk: Console) -> HttpResponse:
    """A new draft with the rules in force."""
    seat(desk, _(NAME), EDITORS)
    made = dispatch.draft(actor=desk.actor, at=desk.at, title=desk.request.POST.get("title", ""))
    return redirect("console:rules_edition", version=made.version)


@require_GET
@console
def edition(desk: Console, version: int) -> HttpResponse:
    """Every rule of an edition in words; a draft can be changed here."""
    seat(desk, _(NAME), READERS)
    return _edition_page(desk, editions.edition(version))


def _edition_page(desk: Console, found: Edition, problem: Problem | None = None) -> HttpResponse:
    rules = [sentence(rule) for rule in editions.rules_in(found.id)]
    context = {
        "edition": found,
        "rules": rules,
        "problem": problem,
        "broken": [one for one in rules if one.problem],
        "may_edit": found.draft and desk.actor.has(*EDITORS),
        "may_publish": found.draft and desk.actor.has(*PUBLISHERS) and bool(rules),
    }
    status = problem.status if problem else 200
    return desk.page("console/rules/edition.html", context, current="rules", status=status)


@require_http_methods(["GET", "POST"])
@console
def rule(desk: Console, version: int, position: int = 0) -> HttpResponse:
    """Write a rule of a draft; position 0 adds one at the end."""
    seat(desk, _(NAME), EDITORS)
    found = editions.edition(version)
    if not found.draft:
        return redirect("console:rules_edition", version=version)
    old = editions.rule_at(found.id, position) if position else None
    if desk.request.method != "POST":
        return _rule_page(desk, found, RuleForm(rule=old), old)
    form = RuleForm(desk.request.POST)
    if not form.is_valid():
        return _rule_page(desk, found, form, old, status=422)
    place = position or _last(found) + STEP
    try:
        dispatch.put_rule(
            rule_set_id=found.id, position=place, rule=form.rule(), actor=desk.actor, at=desk.at
        )
    except Refused as refused:
        problem = desk.problem(refused)
        return _rule_page(desk, found, form, old, problem=problem, status=problem.status)
    messages.success(desk.request, _("已保存规则“%(name)s”") % {"name": form.cleaned_data["name"]})
    return redirect("console:rules_edition", version=version)


def _last(found: Edition) -> int:
    return max((one.position for one in editions.rules_in(found.id)), default=0)


def _rule_page(
    desk: Console,
    found: Edition,
    form: RuleForm,
    old: Written | None,
    *,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"edition": found, "form": form, "old": old, "problem": problem}
    return desk.page("console/rules/rule.html", context, current="rules", status=status)


@require_POST
@console
def change(desk: Console, version: int, position: int) -> HttpResponse:
    """Move a rule up or down, or remove it."""
    seat(desk, _(NAME), EDITORS)
    found = editions.edition(version)
    places = [one.position for one in editions.rules_in(found.id)]
    act = desk.request.POST.get("act", "")
    if act == "remove":
        dispatch.remove_rule(rule_set_id=found.id, position=position, actor=desk.actor, at=desk.at)
        messages.success(desk.request, _("已删除规则"))
    elif (to := _neighbour(places, position, act)) is not None:
        dispatch.move_rule(
            rule_set_id=found.id, position=position, to=to, actor=desk.actor, at=desk.at
        )
    return redirect("console:rules_edition", version=version)


def _neighbour(places: list[int], position: int, act: str) -> int | None:
    """The position to change with: the rule above or below, None at the ends."""
    if position not in places or act not in ("up", "down"):
        return None
    place = places.index(position) + (1 if act == "down" else -1)
    return places[place] if 0 <= place < len(places) else None


def _last_month(at: datetime) -> tuple[datetime, datetime]:
    return Month.of(at).prev().bounds()


@require_GET
@console
def trial(desk: Console, version: int) -> HttpResponse:
    """What a draft would have decided otherwise, part after part, until last month is through.

    The page asks for each next part by itself; without JavaScript a link does.
    """
    seat(desk, _(NAME), EDITORS)
    found = editions.edition(version)
    since, until = _span(desk)
    given = desk.request.GET
    part = editions.try_part(found.id, since, until, place=given.get("place", ""))
    before, earlier = (whole(given.get(name, "")) or 0 for name in ("looked", "found"))
    total = editions.cases_between(since, until)
    looked = min(before + part.looked, total)
    context = {
        "edition": found,
        "since": since,
        "until": until - timedelta(days=1),
        "period": given.get("period", "month"),
        "part": part,
        "looked": looked,
        "found": earlier + len(part.differences),
        "total": total,
        "first": not given.get("place"),
    }
    return desk.page(
        "console/rules/trial.html", context, current="rules", part="console/rules/trial_part.html"
    )


def _span(desk: Console) -> tuple[datetime, datetime]:
    """Last month, or the last thirty days when ``?period=days``."""
    if desk.request.GET.get("period") == "days":
        return desk.at - timedelta(days=30), desk.at
    return _last_month(desk.at)


@require_http_methods(["GET", "POST"])
@console
def publish(desk: Console, version: int) -> HttpResponse:
    """Say what publishing does, then do it."""
    seat(desk, _(NAME), PUBLISHERS)
    found = editions.edition(version)
    if desk.request.method != "POST":
        context = {"edition": found, "current": editions.in_force()}
        return desk.page("console/rules/publish.html", context, current="rules")
    try:
        dispatch.publish(rule_set_id=found.id, actor=desk.actor, at=desk.at)
    except Refused as refused:
        return _edition_page(desk, found, desk.problem(refused))
    messages.success(desk.request, _("第 %(n)s 版已发布，立即生效") % {"n": version})
    return redirect("console:rules_edition", version=version)
