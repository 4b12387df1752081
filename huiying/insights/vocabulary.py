"""How telling words are among the cases of late: counted once a day in a process, kept in memory.

A new case is compared with few others; what is rare cannot be seen from those alone.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from huiying.cases.models import Case
from huiying.insights.rules import views
from huiying.insights.rules.views import Weights

SAMPLE = 4_000  # newest cases whose words are counted: about two seconds
KEPT_SECONDS = 24 * 3600.0
GROWTH = 1.25  # a young office counts anew when it has so many times the cases


@dataclass(frozen=True, slots=True)
class _Counted:
    weights: Weights
    cases: int
    until: float


_kept: list[_Counted] = []


def weights() -> Weights:
    """The weights of the newest cases; worked out again after a day or when there are many more."""
    newest = Case.objects.order_by("-id").values_list("id", flat=True).first() or 0
    now = time.monotonic()
    if _kept and _kept[0].until > now and newest <= _kept[0].cases * GROWTH + 50:
        return _kept[0].weights
    rows = Case.objects.filter(confidential=False).order_by("-id").values_list("title", "body")
    texts = list(rows[:SAMPLE])
    made = views.weigh(views.view([title for title, _ in texts], [body for _, body in texts]))
    _kept[:] = [_Counted(made, newest, now + KEPT_SECONDS)]
    return made


def forget() -> None:
    """Count anew at the next case."""
    _kept.clear()
