"""Put a common problem forward: for a campaign 专项治理 or a consultation 会商."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.insights import access, turns
from huiying.insights.events import (
    CampaignAsked,
    ConsultationAsked,
    ProblemEvent,
    ProposalWithdrawn,
)
from huiying.insights.models import Problem, Proposal
from huiying.insights.refusals import AskedAlready, NoReason, NoSuchProblem, NoSuchProposal
from huiying.journal.actions import record
from huiying.journal.events import By

LONGEST = 500  # characters of a reason


class Goal(StrEnum):
    CAMPAIGN = "campaign"
    CONSULTATION = "consultation"


def propose(*, problem: int, goal: Goal, why: str, actor: Actor, at: datetime) -> Proposal:
    """Ask that a problem become a campaign, or that units consult on it.

    Whoever takes it up subscribes to CampaignAsked or ConsultationAsked. Raises NotYourProposal,
    NoSuchProblem, NoReason, AskedAlready.
    """
    access.check_proposer(actor)
    reason = _reason(why)
    with transaction.atomic():
        found = _visible(problem, actor)
        if Proposal.objects.filter(problem=found, goal=goal, ended_at=None).exists():
            raise AskedAlready
        made = Proposal.objects.create(
            problem=found, goal=goal, why=reason, person_id=access.me(actor), at=at
        )
        record(_asked(made), by=By(actor.id, actor.name), at=at)
    return made


def withdraw(*, proposal: int, why: str, actor: Actor, at: datetime) -> Proposal:
    """Ask for it no longer. Raises NotYourProposal, NoSuchProposal, NoSuchProblem, NoReason."""
    access.check_proposer(actor)
    reason = _reason(why)
    with transaction.atomic():
        turns.take()
        found = Proposal.objects.filter(pk=proposal, ended_at=None).first()
        if found is None:
            raise NoSuchProposal
        _visible(found.problem_id, actor)
        found.ended_at, found.ended_by_id, found.ended_why = at, access.me(actor), reason
        found.save(update_fields=["ended_at", "ended_by_id", "ended_why"])
        event = ProposalWithdrawn(found.problem_id, proposal=found.pk, goal=found.goal, why=reason)
        record(event, by=By(actor.id, actor.name), at=at)
    return found


def of_problem(problem: Problem) -> list[Proposal]:
    """What was asked of a problem, the newest first, what no longer stands included."""
    return list(Proposal.objects.filter(problem=problem).select_related("person", "ended_by"))


def carry(into: int, gone: int) -> None:
    """Proposals go where the cases of their problem went; the older of two alike stands."""
    moved = Proposal.objects.filter(problem_id=gone)
    for one in moved.filter(ended_at=None):
        alike = Proposal.objects.filter(problem_id=into, goal=one.goal, ended_at=None).first()
        if alike is not None:
            newer, older = (one, alike) if one.pk > alike.pk else (alike, one)
            newer.ended_at = newer.at
            newer.ended_why = f"→ {older.pk}"
            newer.save(update_fields=["ended_at", "ended_why"])
    moved.update(problem_id=into)


def _asked(made: Proposal) -> ProblemEvent:
    kind = CampaignAsked if made.goal == Goal.CAMPAIGN else ConsultationAsked
    return kind(made.problem_id, proposal=made.pk, why=made.why)


def _reason(why: str) -> str:
    reason = why.strip()
    if not 0 < len(reason) <= LONGEST:
        raise NoReason
    return reason


def _visible(ident: int, actor: Actor) -> Problem:
    """The problem with the turn taken: it does not become part of another meanwhile."""
    turns.take()
    seen = Problem.objects.filter(access.visible_to(actor), pk=ident, merged_into=None)
    found = seen.first()
    if found is None:
        raise NoSuchProblem(number=ident)
    return found
