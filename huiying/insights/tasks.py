"""Background entry points of insight."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from huiying.insights import placing

AT_ONCE = 100  # cases in a transaction: nobody waits long for the turn


@task()
def place(case_ids: list[int]) -> None:
    """Put cases into their problems."""
    for start in range(0, len(case_ids), AT_ONCE):
        placing.renew(case_ids[start : start + AT_ONCE], timezone.now())
