"""Taking a snapshot for the warehouse, recorded like every export."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases.extracts import CASES, MESSAGES
from huiying.dispatch.extracts import ASSIGNMENTS
from huiying.exchange.events import SnapshotTaken
from huiying.insights.extracts import MEMBERS, PROBLEMS
from huiying.journal import actions as journal
from huiying.scorecard.extracts import VERDICTS
from huiying.warehouse import snapshots
from huiying.warehouse.snapshots import Snapshot

EXTRACTS = (CASES, ASSIGNMENTS, VERDICTS, PROBLEMS, MEMBERS)


def take_snapshot(
    *, actor: Actor, at: datetime, texts: bool = False, kept: int = snapshots.KEPT
) -> Snapshot:
    """All tables of one moment; ``texts``: also the words of the cases, masked."""
    made = snapshots.take((*EXTRACTS, MESSAGES) if texts else EXTRACTS, at, kept=kept)
    rows = sum(told["rows"] for told in made.tables.values())
    with transaction.atomic():
        journal.record(SnapshotTaken(int(at.timestamp()), rows, texts), by=actor.by, at=at)
    return made
