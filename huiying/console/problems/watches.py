"""关注: what one follows among problems and types, and what was told of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.console.desks.desk import address, seat
from huiying.console.problems import words
from huiying.console.problems.views import NAME
from huiying.console.shell import Console, console
from huiying.insights import access, followed, following
from huiying.insights.followed import Follow
from huiying.insights.following import Target
from huiying.insights.rules.watching import Standing, Wish
from huiying.insights.types import Alert
from huiying.lib.errors import Refused


@dataclass(frozen=True, slots=True)
class FollowRow:
    """One thing that is followed, and what of it one wants to hear."""

    follow: Follow
    url: str
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlertRow:
    alert: Alert
    title: str
    url: str
    words: str


@require_GET
@console
def page(desk: Console) -> HttpResponse:
    """What I follow, and what I was told, the newest first."""
    seat(desk, _(NAME), access.READERS)
    told = followed.told(desk.actor, desk.request.GET.get("place", ""))
    context = {
        "sections": words.sections("watches"),
        "follows": [_follow(one) for one in followed.follows(desk.actor, desk.at)],
        "alerts": [_alert(one) for one in told.rows],
        "next": told.next,
        "unread": followed.unread(desk.actor),
    }
    return desk.page("console/problems/watches.html", context, current="problems")


@require_POST
@console
def read(desk: Console) -> HttpResponse:
    """All that was told has been read."""
    seat(desk, _(NAME), access.READERS)
    following.read_all(actor=desk.actor, at=desk.at)
    return redirect("console:watches")


@require_POST
@console
def end(desk: Console, ident: int) -> HttpResponse:
    """Follow it no longer."""
    seat(desk, _(NAME), access.READERS)
    following.unfollow(watch=ident, actor=desk.actor, at=desk.at)
    messages.success(desk.request, _("已不再关注。"))
    return redirect("console:watches")


@require_POST
@console
def problem(desk: Console, ident: int) -> HttpResponse:
    """Follow a problem, or change what one wants to hear of it."""
    return _begin(desk, Target(problem=ident), address("problem", ident))


@require_POST
@console
def matter(desk: Console, matter: str) -> HttpResponse:
    """Follow a type, or change what one wants to hear of it."""
    return _begin(desk, Target(matter=matter), address("type", matter))


def _begin(desk: Console, target: Target, back: str) -> HttpResponse:
    seat(desk, _(NAME), access.READERS)
    given = desk.request.POST
    wish = Wish(_amount(given.get("heat", "")), _amount(given.get("voices", "")), "again" in given)
    try:
        following.follow(
            target=target, wish=wish, mail="mail" in given, actor=desk.actor, at=desk.at
        )
    except Refused as refused:
        said = desk.problem(refused)
        if said.status != 422:
            raise
        messages.error(desk.request, f"{said.message} {said.hint}")
        return redirect(f"{back}#follow")
    messages.success(desk.request, _("已关注。有情况时会出现在“关注”里。"))
    return redirect(back)


def _amount(text: str) -> int | None:
    """A number as it was typed; what is none is refused by its bounds, not passed over."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _follow(one: Follow) -> FollowRow:
    row = one.watch
    wishes = []
    if row.heat is not None:
        wishes.append(_("热度到 %(n)s") % {"n": row.heat})
    if row.voices is not None:
        wishes.append(_("新增 %(n)s 人") % {"n": row.voices})
    if row.again:
        wishes.append(_("办完以后又有人反映"))
    if row.mail:
        wishes.append(_("也发邮件"))
    title = one.title or _("您已无权查看的问题")
    return FollowRow(Follow(row, title, one.now), _url(row.problem_id, row.matter), tuple(wishes))


def _alert(one: Alert) -> AlertRow:
    row = one.watch
    title = row.problem.title if row.problem else row.matter
    said = followed.told_words(one.why, Standing(one.voices, one.going, one.heat))
    return AlertRow(one, title, _url(row.problem_id, row.matter), said)


def _url(problem: int | None, matter: str) -> str:
    return address("type", matter) if problem is None else address("problem", problem)
