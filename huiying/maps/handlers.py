"""The map reads the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from huiying.cases import public
from huiying.journal import queries as journal
from huiying.journal.models import Entry
from huiying.journal.subscriptions import subscribe
from huiying.maps import projection, tasks

RULES = frozenset({"sensitive", "parent_id"})  # of a category: whether rules still cover it


@subscribe("maps", batch=1000)
def keep_pins(entries: Sequence[Entry], _at: datetime) -> None:
    """Renew the pins of every case that an entry is about; a changed rule is for the background."""
    idents = {e.subject_id for e in entries if e.topic == "case" and e.subject_id is not None}
    told = [journal.line(e) for e in entries if e.topic in ("reference", "category")]
    projection.renew_spots(idents)
    words = {
        line.subject_id
        for line in told
        if line.data.get("kind") == "publication" and line.subject_id is not None
    }
    if words:
        idents |= public.of_publications(words)
    if _rules_changed(told):
        tasks.redraw.enqueue()
    projection.renew(idents)


def _rules_changed(told: Iterable[journal.Line]) -> bool:
    return any(
        line.data.get("kind") == "publicrule"
        or (
            line.event == "CategoryChanged" and not RULES.isdisjoint(line.data.get("changes") or ())
        )
        for line in told
    )
