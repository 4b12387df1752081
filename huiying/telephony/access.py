"""Who sits at the telephone. One place."""

from __future__ import annotations

from django.conf import settings

from huiying.accounts.actors import Actor
from huiying.cases.rules.workflow import DESK
from huiying.telephony.refusals import NotAtTelephone

AT_TELEPHONE = DESK  # operators, dispatchers, supervisors: who may take in a call at all
WATCH = frozenset({"supervisor"})  # may give back what a colleague took


def connected() -> bool:
    """Whether an exchange may speak to us."""
    return bool(settings.TELEPHONY_SECRET)


def check(actor: Actor) -> None:
    """Raise NotAtTelephone for whoever does not answer calls."""
    if not actor.has(*AT_TELEPHONE):
        raise NotAtTelephone
