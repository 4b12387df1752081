"""Merging a case that units already have."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.dispatch.actions.assigning import end_all
from huiying.dispatch.models import Assignment


def merge(
    *,
    case_id: int,
    master_id: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Merge a duplicate wherever it stands: its units are released, its voice is kept."""
    with transaction.atomic():
        case = cases.merge(
            case_id=case_id, master_id=master_id, actor=actor, at=at, text=text, version=version
        )
        end_all(case, Assignment.Ended.MERGED, at)
    return case
