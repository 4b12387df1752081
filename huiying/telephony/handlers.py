"""The telephone reads the journal: who was anonymised is no longer known by number either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe
from huiying.telephony.actions.calls import wipe


@subscribe("telephony", batch=1000)
def forget_callers(entries: Sequence[Entry], at: datetime) -> None:  # noqa: ARG001 (fixed)
    """Wipe numbers and recordings of the calls of anonymised cases."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.event == "Anonymised"}
    if idents:
        wipe(ident for ident in idents if ident is not None)
