"""The only writer of decisions on doubts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.evidence import access
from huiying.evidence.events import DoubtDecided
from huiying.evidence.models import Doubt
from huiying.evidence.refusals import DecidedAlready, NoSuchDoubt, WhyMissing
from huiying.journal.actions import record

LONGEST = 500  # characters of a reason


def decide(*, doubt_id: int, founded: bool, why: str, actor: Actor, at: datetime) -> Doubt:
    """Say whether a doubt is founded 属实 or cleared 排除, and what was seen.

    A founded doubt changes nothing by itself: sending the case back or taking it up again are acts
    on the case, with their own rights. Raises NoSuchDoubt, NotYourDoubt, OwnDoubt, DecidedAlready,
    WhyMissing.
    """
    reason = why.strip()
    with transaction.atomic():
        seen = Doubt.objects.filter(access.visible_to(actor), pk=doubt_id).exists()
        rows = Doubt.objects.select_for_update(of=("self",)).select_related("picture", "decided_by")
        doubt = rows.filter(pk=doubt_id).first() if seen else None
        if doubt is None:
            raise NoSuchDoubt(number=doubt_id)
        access.check_decider(actor, doubt)
        if doubt.status != Doubt.Status.OPEN:
            raise DecidedAlready(who=doubt.decided_by.name if doubt.decided_by else "")
        if not 0 < len(reason) <= LONGEST:
            raise WhyMissing
        doubt.status = Doubt.Status.FOUNDED if founded else Doubt.Status.CLEARED
        doubt.decided_by_id, doubt.decided_at, doubt.why = actor.id, at, reason
        doubt.save(update_fields=["status", "decided_by", "decided_at", "why"])
        told = DoubtDecided(
            doubt.pk, case_id=doubt.case_id, sign=doubt.sign, founded=founded, why=reason
        )
        record(told, by=actor.by, at=at)
    return doubt
