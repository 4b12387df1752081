"""Background entry points of evidence. Looking at pictures makes way for others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django_tasks import task

from huiying.evidence import queries
from huiying.lib.making_way import PATIENT

AT_ONCE = 10  # cases of one task


@task(queue_name=PATIENT, priority=-45)
def look(case_ids: list[int]) -> None:
    """Look at all there is of some cases."""
    from huiying.evidence import looking  # noqa: PLC0415  only who compares loads the mathematics

    for case_id in case_ids:
        looking.look(case_id, timezone.now())


def enqueue(case_ids: Sequence[int]) -> None:
    for start in range(0, len(case_ids), AT_ONCE):
        look.enqueue(list(case_ids[start : start + AT_ONCE]))


def catch_up(_at: datetime) -> None:
    """Every few minutes: pictures that came in by a way that tells nobody, residents' above all."""
    enqueue(queries.cases_with_new_pictures())
