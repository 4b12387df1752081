"""Say that one is calling about a case, or that one takes over from somebody who did."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.models import Case
from huiying.cases.rules.workflow import BY_NAME
from huiying.oversight.claims import HELD
from huiying.oversight.models import CallClaim


def claim(*, case: Case, actor: Actor, at: datetime, take_over: bool = False) -> bool:
    """Claim a case for a call. False: somebody else has it and keeps it.

    A claim of one's own is renewed. Nothing is written where it holds for more than half its time
    yet, so that looking at a page again costs no write.
    """
    access.check(actor, BY_NAME["call_back"], case)
    with transaction.atomic():
        held, made = CallClaim.objects.select_for_update().get_or_create(
            case_id=case.pk, defaults={"by_id": actor.id, "at": at}
        )
        mine, over = held.by_id == actor.id, held.at <= at - HELD
        if made or (mine and held.at > at - HELD / 2):
            return True
        if not (mine or over or take_over):
            return False
        held.by_id, held.at = actor.id, at
        held.save(update_fields=["by_id", "at"])
    return True


def release(case_id: int) -> None:
    """The call is over: nobody holds the case any more."""
    CallClaim.objects.filter(case_id=case_id).delete()
