"""Consultation reads the journal: problems put forward, cases that come back again and again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.consultation import raising
from huiying.journal.models import Entry
from huiying.journal.queries import line
from huiying.journal.subscriptions import subscribe

RETURNS = 2  # after so many returns whose it is has to be settled
CASE = frozenset({"Returned", "Dispatched", "Voided", "Merged", "Declined"})
PROBLEM = frozenset({"ConsultationAsked", "ProposalWithdrawn"})


@subscribe("consultation", batch=500)
def keep_topics(entries: Sequence[Entry], at: datetime) -> None:
    """Raise and withdraw by themselves what comes and goes elsewhere."""
    for entry in entries:
        if entry.topic == "case" and entry.event in CASE:
            told = line(entry)
            if told.event == "Returned" and int(told.data.get("times") or 0) >= RETURNS:
                raising.ownership(told.subject_id or 0, at)
            elif told.event != "Returned":
                raising.settled(told.subject_id or 0, at)
        elif entry.topic == "problem" and entry.event in PROBLEM:
            told = line(entry)
            proposal = int(told.data.get("proposal") or 0)
            if told.event == "ConsultationAsked":
                raising.of_problem(told.subject_id or 0, proposal, told.actor_id, at)
            elif told.data.get("goal") == "consultation":
                raising.not_wanted(proposal, at)
