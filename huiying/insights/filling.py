"""All cases that have no problem yet are placed, in the order in which they came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.cases.models import Case
from huiying.insights import placing
from huiying.insights.models import Member

AT_ONCE = 200


def fill(at: datetime, told: Callable[[int], None] = lambda _done: None) -> int:
    """Place what is not placed yet; ``told`` hears how many cases were looked at.

    Every stretch is a transaction of its own: broken off, it goes on where it was. Returns the
    cases that were placed.
    """
    last, done, before = 0, 0, Member.objects.count()
    while True:
        found = Case.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        idents = list(found[:AT_ONCE])
        if not idents:
            return Member.objects.count() - before
        known = set(Member.objects.filter(case_id__in=idents).values_list("case_id", flat=True))
        placing.renew([ident for ident in idents if ident not in known], at)
        last, done = idents[-1], done + len(idents)
        told(done)
