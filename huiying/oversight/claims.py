"""Who is on the phone about a case now 正在回访: a soft claim, so that nobody is called twice.

It keeps nobody out, ends by itself, and whoever wants to may take it over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.oversight.models import CallClaim

HELD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody else has the case open since ``at``."""

    by: str
    at: datetime


def of_others(actor: Actor, at: datetime) -> QuerySet[CallClaim]:
    """The claims that hold now and are not the actor's own."""
    return CallClaim.objects.filter(at__gt=at - HELD).exclude(by_id=actor.id)


def claims_for(case_ids: Iterable[int], actor: Actor, at: datetime) -> dict[int, Claim]:
    """Who else is at each of these cases; one query."""
    found = of_others(actor, at).filter(case_id__in=list(case_ids))
    return {
        case_id: Claim(name, since)
        for case_id, name, since in found.values_list("case_id", "by__name", "at")
    }
