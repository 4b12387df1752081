"""The scorecard reads the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe
from huiying.scorecard import projection

TELLING = frozenset({"CalledBack", "ExcuseDecided", "Classified", "Imported", "Destroyed"})


@subscribe("scorecard", batch=1000)
def keep_verdicts(entries: Sequence[Entry], _at: datetime) -> None:
    """Renew the verdicts of every case that an entry may have changed."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.event in TELLING}
    projection.renew(ident for ident in idents if ident is not None)
