"""Supervision reads the journal: whose obligation has begun, moved or ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe
from huiying.supervision import tracking
from huiying.supervision.rules.ladder import About

MOVING = frozenset(
    {
        "Dispatched", "Recalled", "Signed", "HandlerNamed", "Transferred", "Returned", "Contacted",
        "Progressed", "Reported", "ClockDecided", "ClockResumed", "SentBack", "Closed", "Declined",
        "Reopened", "Voided", "Merged", "Unmerged", "Destroyed", "Classified",
    }
)  # fmt: skip


@subscribe("supervision", batch=1000)
def keep_track(entries: Sequence[Entry], at: datetime) -> None:
    """Tracks follow in the cursor's transaction: nothing is lost, nothing followed twice."""
    _follow(About.CASE, (e for e in entries if e.topic == "case" and e.event in MOVING), at)
    _follow(About.WHISTLE, (e for e in entries if e.topic == "whistle"), at)
    _follow(About.ORDER, (e for e in entries if e.topic == "order"), at)
    _follow(About.MEASURE, (e for e in entries if e.topic == "measure"), at)


def _follow(about: About, entries: Iterable[Entry], at: datetime) -> None:
    idents = {e.subject_id for e in entries if e.subject_id is not None}
    if idents:
        tracking.follow(about, idents, at)
