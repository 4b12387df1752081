"""Common problems read the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.insights import tasks
from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe

TELLING = frozenset(
    {
        "Received", "Imported", "SplitOff", "Classified", "Dispatched", "Returned", "Closed",
        "Declined", "Reopened", "Voided", "Merged", "Unmerged", "Anonymised", "Destroyed",
    }
)  # fmt: skip


@subscribe("problems", batch=500)
def keep_problems(entries: Sequence[Entry], _at: datetime) -> None:
    """Cases that came in or changed are placed in the background: comparing takes a moment."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.event in TELLING}
    wanted = sorted(ident for ident in idents if ident is not None)
    for start in range(0, len(wanted), tasks.AT_ONCE):
        tasks.place.enqueue(wanted[start : start + tasks.AT_ONCE])
