"""Looking at a case: its pictures, its report, its answers. Looking twice raises nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from huiying.accounts.actors import system
from huiying.cases.models import Case
from huiying.evidence import pictures, reports
from huiying.evidence.events import DoubtRaised
from huiying.evidence.finding import Finding
from huiying.evidence.models import Doubt
from huiying.journal.actions import record

BY = system("evidence").by
LATELY = timedelta(days=30)  # of older cases the pictures are taken in, and nothing is said


def look(case_id: int, at: datetime) -> int:
    """Look at all there is of a case; the number of doubts that are new."""
    case = Case.objects.select_related("category", "reporter").filter(pk=case_id).first()
    if case is None:
        return 0
    found = [*pictures.look(case), *reports.look_at_result(case), *reports.look_at_answer(case)]
    return _raise(case, found, at) if case.changed_at > at - LATELY else 0


def _raise(case: Case, found: Sequence[Finding], at: datetime) -> int:
    made = 0
    for one in found:
        with transaction.atomic():
            doubt, new = Doubt.objects.get_or_create(
                key=one.key(case),
                defaults={
                    "sign": one.sign, "case": case, "cycle": case.cycle, "unit_id": one.unit_id,
                    "picture_id": one.picture, "other_id": one.other, "amount": one.amount,
                    "at": at,
                },
            )  # fmt: skip
            if new:
                told = DoubtRaised(
                    doubt.pk, case_id=case.pk, sign=one.sign, unit_id=one.unit_id,
                    amount=one.amount,
                )  # fmt: skip
                record(told, by=BY, at=at)
                made += 1
    return made
