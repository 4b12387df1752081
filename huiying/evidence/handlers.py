"""Evidence reads the journal: what was shown, reported and answered is looked at soon after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huiying.evidence import tasks
from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe

FRESH = timedelta(days=7)  # older news is no news: a journal that is read anew floods nobody
TELLING = frozenset({"Attached", "Reported", "CalledBack"})


@subscribe("evidence", batch=500)
def look_at_cases(entries: Sequence[Entry], at: datetime) -> None:
    """Comparing pictures takes a moment, so it is done in the background."""
    fresh = (e for e in entries if e.topic == "case" and e.at > at - FRESH)
    idents = {e.subject_id for e in fresh if e.event in TELLING}
    tasks.enqueue(sorted(ident for ident in idents if ident is not None), at)
