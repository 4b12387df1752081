"""A contact is the person's own: whoever holds the case's code has had a code sent there too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.cases.actions.core import lock
from huiying.cases.actions.report import resident
from huiying.cases.events import ContactProven
from huiying.cases.models import Reporter
from huiying.journal import actions as journal


def prove(*, case_id: int, kind: str, index: str, at: datetime) -> bool:
    """Note that the contact of ``kind`` (phone, email) is proven; once, later ones change nothing.

    False where the case has another contact by now than the one with this ``index``.
    """
    column = f"{kind}_proven_at"
    with transaction.atomic():
        case = lock(case_id)
        rows = Reporter.objects.filter(case=case, **{f"{kind}_index": index})
        person = rows.select_for_update(of=("self",)).first() if index else None
        if person is None:
            return False
        if getattr(person, column) is None:
            setattr(person, column, at)
            person.save(update_fields=[column])
            journal.record(ContactProven(case_id, kind=kind), by=resident().by, at=at)
    return True
