"""Subscriptions read the journal: a case that goes on is looked at for those who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe
from huiying.subscriptions.models import Subscription
from huiying.subscriptions.rules.times import GATHER


@subscribe("subscriptions", batch=1000)
def note_steps(entries: Sequence[Entry], at: datetime) -> None:
    """Steps that follow quickly are gathered: the first one sets the time of the letter."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.subject_id is not None}
    following = Subscription.objects.filter(
        case_id__in=idents, confirmed_at__isnull=False, next_at=None
    )
    if idents:
        following.update(next_at=at + GATHER)
