"""Consultation reads the journal: problems put forward, cases that come back again and again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.consultation import raising
from huiying.journal.models import Entry
from huiying.journal.queries import Line, line
from huiying.journal.subscriptions import subscribe

RETURNS = 2  # after so many returns whose it is has to be settled
CASE = frozenset({"Returned", "Dispatched", "Voided", "Merged", "Declined"})
PROBLEM = frozenset({"ConsultationAsked", "ProposalWithdrawn"})


@subscribe("consultation", batch=500)
def keep_topics(entries: Sequence[Entry], at: datetime) -> None:
    """Raise and withdraw by themselves what comes and goes elsewhere. Cases are looked at as they
    are now, so the order within a batch does not matter."""
    told = [line(e) for e in entries if e.topic == "case" and e.event in CASE]
    gone = {one.subject_id for one in told if one.event != "Returned"}
    raising.settled({ident for ident in gone if ident is not None}, at)
    for one in told:
        if one.event == "Returned" and int(one.data.get("times") or 0) >= RETURNS:
            raising.ownership(one.subject_id or 0, at)
    for entry in entries:
        if entry.topic == "problem" and entry.event in PROBLEM:
            _of_problem(line(entry), at)


def _of_problem(told: Line, at: datetime) -> None:
    proposal = int(told.data.get("proposal") or 0)
    if told.event == "ConsultationAsked":
        raising.of_problem(told.subject_id or 0, proposal, told.actor_id, at)
    elif told.data.get("goal") == "consultation":
        raising.not_wanted(proposal, at)
