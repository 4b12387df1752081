"""Cases that a file brings again: only what the file changed, never what people did since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.cases.actions.intake import search_text
from huiying.cases.events import Imported
from huiying.cases.models import Case
from huiying.exchange.actions.one_change import Told, bring_up
from huiying.exchange.facts import Facts
from huiying.exchange.models import ImportedRow, ImportRun
from huiying.exchange.rules.marks import changed
from huiying.journal import actions as journal
from huiying.search import index

SEARCHED = {"title", "body", "address"}


def change(
    run: ImportRun,
    pairs: Sequence[tuple[ImportedRow, Facts]],
    *,
    headers: Sequence[str],
    actor: Actor,
    at: datetime,
) -> Counter[str]:
    """Bring cases up to date with rows whose marks differ from those kept; returns remarks.

    In the caller's transaction. Anonymised cases are passed over: what was forgotten stays so.
    """
    remarks: Counter[str] = Counter()
    if not pairs:
        return remarks
    rows = Case.objects.select_for_update(of=("self",)).select_related("reporter")
    cases = rows.in_bulk([known.pk for known, _facts in pairs])
    events: Told = []
    searched = []
    for known, facts in pairs:
        case = cases[known.pk]
        if case.anonymised_at is not None:
            remarks["anonymised"] += 1
            continue
        names = changed(bytes(known.marks), facts.marks)
        told, more = bring_up(case, facts, names, bytes(known.marks), frozenset(headers), at)
        remarks.update(more.remarks)
        events += more.events
        events.append((Imported(case.pk, run_id=run.pk, fields=told), at))
        known.run, known.created, known.marks = run, False, facts.marks
        known.save(update_fields=["run", "created", "marks"])
        if SEARCHED & set(told):
            searched.append((case.pk, search_text(case)))
    index.put(searched)
    if events:
        journal.record_all(events, by=actor.by)
    return remarks
