"""Reads of call-backs, checks and excuses."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from huiying.cases.models import Case
from huiying.cases.rules.workflow import Closing
from huiying.oversight.models import CallBack, Excuse
from huiying.oversight.rules.closing import Call, Facts, closing_for

METHODS = [c for c in CallBack.Method.choices if c[0] != CallBack.Method.IMPORT]
SOLVED = CallBack.Solved.choices
SATISFIED = CallBack.Satisfied.choices


def call_backs_of(case: Case) -> list[CallBack]:
    """Every call-back of a case in the order they were made."""
    return list(CallBack.objects.filter(case=case).select_related("note", "by").order_by("id"))


def excuses_of(case: Case) -> list[Excuse]:
    """Every proposal to accept a case as unreasonable, with its reason and decision."""
    found = Excuse.objects.filter(case=case).select_related("reason", "decision", "asked_by")
    return list(found.order_by("id"))


def last_answer(calls: Sequence[CallBack], cycle: int) -> CallBack | None:
    """What the person said last in a cycle; None while nobody was reached."""
    reached = [call for call in calls if call.cycle == cycle and call.reached]
    return reached[-1] if reached else None


def ground_of(case: Case, calls: Sequence[CallBack], excuses: Sequence[Excuse]) -> Closing | None:
    """The ground on which a case could be closed now, from its call-backs and excuses."""
    reporter = case.reporter
    return closing_for(
        Facts(
            [
                Call(call.reached, call.solved, call.satisfied)
                for call in calls
                if call.cycle == case.cycle
            ],
            contactable=bool(reporter and (reporter.phone_index or bytes(reporter.email_sealed))),
            excused=any(
                e.cycle == case.cycle and e.status == Excuse.Status.GRANTED for e in excuses
            ),
            tries_enough=settings.CALL_TRIES,
        )
    )
