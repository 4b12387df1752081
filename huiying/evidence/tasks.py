"""Background entry points of evidence. Looking at pictures makes way for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from huiying.evidence import queries
from huiying.lib.making_way import PATIENT

AT_ONCE = 10  # cases of one task
EVERY = 5  # minutes between two looks
PATIENCE = timedelta(minutes=2)


@task(queue_name=PATIENT, priority=-45)
def look(case_ids: list[int]) -> None:
    """Look at all there is of some cases."""
    from huiying.evidence import looking  # noqa: PLC0415  only who compares loads the mathematics

    for case_id in case_ids:
        looking.look(case_id, timezone.now())


def enqueue(case_ids: Sequence[int], at: datetime) -> None:
    """Not at once: whoever reports is often called back soon, and nobody waits for a doubt."""
    later = look.using(run_after=at + PATIENCE)
    for start in range(0, len(case_ids), AT_ONCE):
        later.enqueue(list(case_ids[start : start + AT_ONCE]))


def catch_up(at: datetime) -> None:
    """Every few minutes: pictures that came in by a way that tells nobody, residents' above all.

    Once an hour among all there are: those from before pictures were compared.
    """
    enqueue(queries.cases_with_new_pictures(everywhere=at.minute < EVERY), at)
