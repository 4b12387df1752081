"""All reads of what somebody follows, and what they were told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.insights import access, kinds
from huiying.insights.following import Target, leads, of_problem
from huiying.insights.models import Alert, Problem, Watch
from huiying.insights.queries import Wanted
from huiying.insights.rules.watching import Standing, Why
from huiying.lib.numbers import whole

PAGE = 50
MOST = 200  # things that one person follows, on one page


@dataclass(frozen=True, slots=True)
class Follow:
    """One thing somebody follows; ``now`` None where they may no longer see it."""

    watch: Watch
    title: str
    now: Standing | None


@dataclass(frozen=True, slots=True)
class Told:
    """A page of alerts, the newest first; ``next`` goes on after the last."""

    rows: Sequence[Alert]
    next: str


@dataclass(frozen=True, slots=True)
class News:
    """What a mail needs to know of an alert: of what, and the figures of that moment."""

    why: str
    title: str
    problem: int | None
    matter: str
    now: Standing


def follows(actor: Actor, at: datetime) -> list[Follow]:
    """What a person follows, the newest first, with the figures of today."""
    rows = (
        Watch.objects.filter(person_id=access.me(actor)).select_related("problem").order_by("-pk")
    )
    shown = list(rows[:MOST])
    leads_to = {row.pk: leads(row.problem) for row in shown if row.problem is not None}
    seen = Problem.objects.filter(access.visible_to(actor), pk__in=leads_to.values())
    problems = {one.pk: one for one in seen}
    types = {}
    if any(row.matter for row in shown):
        types = {one.matter: one for one in kinds.kinds(actor, Wanted(), at)}
    found = []
    for row in shown:
        if row.problem_id is None:
            kind = types.get(row.matter)
            now = Standing(kind.voices, kind.going, kind.heat) if kind else None
            found.append(Follow(row, row.matter, now))
        else:
            one = problems.get(leads_to[row.pk])
            found.append(Follow(row, one.title if one else "", of_problem(one) if one else None))
    return found


def anybody() -> bool:
    """Whether anybody follows anything."""
    return Watch.objects.exists()


def follow_of(actor: Actor, target: Target) -> Watch | None:
    """How a person follows something, None for not at all."""
    mine = Watch.objects.filter(person_id=access.me(actor))
    if target.problem is None:
        return mine.filter(problem=None, matter=target.matter).first()
    return mine.filter(problem=target.problem).first()


def told(actor: Actor, place: str = "") -> Told:
    """What a person was told, as far as they may still see it."""
    seen = Problem.objects.filter(access.visible_to(actor)).values("pk")
    mine = Alert.objects.filter(watch__person_id=access.me(actor)).select_related("watch__problem")
    mine = mine.filter(watch__problem=None) | mine.filter(watch__problem__in=seen)
    if before := whole(place):
        mine = mine.filter(pk__lt=before)
    rows = list(mine.order_by("-pk")[: PAGE + 1])
    return Told(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def unread(actor: Actor) -> int:
    """Alerts not read yet, counted up to a thousand."""
    return Alert.objects.filter(watch__person_id=access.me(actor), seen_at=None)[:1000].count()


def news(alert: int) -> News | None:
    """An alert as it was made; None once its follower follows no longer."""
    row = Alert.objects.filter(pk=alert).select_related("watch__problem").first()
    if row is None:
        return None
    problem = row.watch.problem
    title = problem.title if problem else row.watch.matter
    now = Standing(row.voices, row.going, row.heat)
    return News(row.why, title, row.watch.problem_id, row.watch.matter, now)


def told_words(why: str, now: Standing) -> str:
    """Why somebody is told, in words, with the figures of that moment."""
    if why == Why.HEAT:
        return _("热度升到 %(heat)s") % {"heat": f"{now.heat:.1f}"}
    if why == Why.AGAIN:
        return _("办完以后又有人反映，在办 %(n)s 件") % {"n": now.going}
    return _("又有新的人反映，共 %(n)s 人") % {"n": now.voices}
