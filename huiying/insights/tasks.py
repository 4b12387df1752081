"""Background entry points of insight."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from huiying.lib.making_way import making_way

AT_ONCE = 20  # cases of one task: half a second's work, for nobody's import waits behind it


@task(priority=-50)
def place(case_ids: list[int]) -> None:
    """Put cases into their problems."""
    from huiying.insights import placing  # noqa: PLC0415  only who compares loads the mathematics

    with making_way():
        placing.renew(case_ids, timezone.now())
