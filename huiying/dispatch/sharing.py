"""Units that assist or got a copy see the case too, while they have it and after its end."""

from __future__ import annotations

from django.db.models import Q

from huiying.cases.access import also_shared
from huiying.cases.models import Case
from huiying.dispatch.models import Assignment

# A unit that gave the case back, or was recalled, has no more business with it.
NEWEST = 2000  # lists show the newest so many shared cases; each one opens at any age
SHARED = ~Q(role="lead")  # in the words of the partial index
WITH = Q(open=True) | Q(ended=Assignment.Ended.DONE)


def shared_with(unit_ids: frozenset[int]) -> Q:
    """The cases that some units assist with or got a copy of."""
    theirs = Assignment.objects.filter(WITH, SHARED, unit_id__in=unit_ids).order_by("-id")
    # As plain ids: a subquery makes the databases walk every case for the few that are shared.
    return Q(pk__in=list(theirs.values_list("case_id", flat=True)[:NEWEST]))


def is_shared_with(unit_ids: frozenset[int], case: Case) -> bool:
    """The same answer for one case."""
    return Assignment.objects.filter(WITH, SHARED, case=case, unit_id__in=unit_ids).exists()


def register() -> None:
    also_shared(shared_with, is_shared_with)
