"""Units that assist or got a copy see the case too, while they have it and after its end."""

from __future__ import annotations

from django.db.models import Q

from huiying.cases.access import also_shared
from huiying.cases.models import Case
from huiying.dispatch.models import Assignment

# A unit that gave the case back, or was recalled, has no more business with it.
WITH = Q(open=True) | Q(ended=Assignment.Ended.DONE)


def shared_with(unit_ids: frozenset[int]) -> Q:
    """The cases that some units assist with or got a copy of."""
    theirs = Assignment.objects.filter(WITH, unit_id__in=unit_ids)
    return Q(pk__in=theirs.exclude(role=Assignment.Role.LEAD).values("case_id"))


def is_shared_with(unit_ids: frozenset[int], case: Case) -> bool:
    """The same answer for one case."""
    theirs = Assignment.objects.filter(WITH, case=case, unit_id__in=unit_ids)
    return theirs.exclude(role=Assignment.Role.LEAD).exists()


def register() -> None:
    also_shared(shared_with, is_shared_with)
