"""Background entry points of insight."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from huiying.insights import placing

AT_ONCE = 50  # cases of one task: two seconds' work, for nobody's import waits behind it


@task(priority=-50)
def place(case_ids: list[int]) -> None:
    """Put cases into their problems."""
    placing.renew(case_ids, timezone.now())
