"""Evidence reads the journal: what was shown, reported and answered is looked at soon after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.evidence import tasks
from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe

TELLING = frozenset({"Attached", "Reported", "CalledBack", "Closed"})


@subscribe("evidence", batch=500)
def look_at_cases(entries: Sequence[Entry], _at: datetime) -> None:
    """Comparing pictures takes a moment, so it is done in the background."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.event in TELLING}
    tasks.enqueue(sorted(ident for ident in idents if ident is not None))
