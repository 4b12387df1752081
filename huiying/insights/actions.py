"""What people decide about common problems; later comparisons leave it as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.insights import access, counting, turns
from huiying.insights.events import CasesMoved, ProblemNamed, ProblemsJoined
from huiying.insights.models import Member, Problem
from huiying.insights.refusals import NoSuchProblem, NothingPicked
from huiying.journal.actions import record
from huiying.journal.events import By

LONGEST = 120


def join(*, into: int, gone: int, actor: Actor, at: datetime) -> Problem:
    """Make two problems one: all cases of ``gone`` belong to ``into`` from now on.

    Raises NotYourProblems, NoSuchProblem (also for a problem with itself).
    """
    with transaction.atomic():
        kept = _mine(into, actor)
        other = _mine(gone, actor)
        if kept.pk == other.pk:
            raise NoSuchProblem(number=gone)
        Member.objects.filter(problem__in=(kept.pk, other.pk)).update(by_hand=True)
        counting.join(kept.pk, other.pk)
        counting.count((kept.pk, other.pk), at)
        record(ProblemsJoined(kept.pk, gone=other.pk), by=By(actor.id, actor.name), at=at)
    return Problem.objects.get(pk=kept.pk)


def move(
    *, problem: int, cases: Iterable[int], to: int | None, actor: Actor, at: datetime
) -> Problem:
    """Put cases of a problem into another one, or into a new one where ``to`` is None.

    Raises NotYourProblems, NoSuchProblem, NothingPicked.
    """
    with transaction.atomic():
        left = _mine(problem, actor)
        picked = Member.objects.filter(problem_id=left.pk, case_id__in=list(cases))
        idents = sorted(picked.values_list("case_id", flat=True))
        if not idents:
            raise NothingPicked
        goal = Problem.objects.create(title=left.title) if to is None else _mine(to, actor)
        Member.objects.filter(case_id__in=idents).update(problem_id=goal.pk, by_hand=True)
        counting.count((left.pk, goal.pk), at)
        event = CasesMoved(goal.pk, cases=tuple(idents), left=left.pk, founded=to is None)
        record(event, by=By(actor.id, actor.name), at=at)
    return Problem.objects.get(pk=goal.pk)


def name(*, problem: int, title: str, actor: Actor, at: datetime) -> Problem:
    """Give a problem a title that stays; an empty one calls it after its cases again."""
    with transaction.atomic():
        found = _mine(problem, actor)
        given = " ".join(title.split())[:LONGEST]
        found.named = bool(given)
        if given:
            found.title = given
        found.save(update_fields=["named", "title"])
        counting.count((found.pk,), at)
        record(ProblemNamed(found.pk, by_hand=found.named), by=By(actor.id, actor.name), at=at)
    return Problem.objects.get(pk=found.pk)


def _mine(ident: int, actor: Actor) -> Problem:
    """The problem, with the turn taken, so that no case is placed meanwhile."""
    access.check_editor(actor)
    turns.take()
    visible = Problem.objects.filter(access.visible_to(actor), pk=ident, merged_into=None)
    found = visible.first()
    if found is None:
        raise NoSuchProblem(number=ident)
    return found
