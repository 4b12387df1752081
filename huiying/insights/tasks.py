"""Background entry points of insight. Comparing takes a moment: all of it makes way for others."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from huiying.insights import followed, following, queries
from huiying.lib.making_way import PATIENT

AT_ONCE = 10  # cases of one task: a fraction of a second's work, then others may go first
COUNTED = 50  # problems of one task


@task(queue_name=PATIENT, priority=-50)
def place(case_ids: list[int]) -> None:
    """Put cases into their problems."""
    from huiying.insights import placing  # noqa: PLC0415  only who compares loads the mathematics

    placing.renew(case_ids, timezone.now())


@task(queue_name=PATIENT, priority=-60)
def count(problem_ids: list[int]) -> None:
    """See problems as they stand today."""
    from huiying.insights import counting  # noqa: PLC0415

    counting.see_today(problem_ids, timezone.now())


def count_lively(at: datetime) -> None:
    """Once a day: heat and trend of the problems of the last year as they are seen from today."""
    idents = queries.seen_before(at)
    for start in range(0, len(idents), COUNTED):
        count.enqueue(idents[start : start + COUNTED])


@task(queue_name=PATIENT, priority=-40)
def tell() -> None:
    """Tell everybody what has happened to what they follow."""
    following.look_around(timezone.now())


def look_around(_at: datetime) -> None:
    """Every few minutes, where anybody follows anything; a task more than needed tells nothing."""
    if followed.anybody():
        tell.enqueue()
