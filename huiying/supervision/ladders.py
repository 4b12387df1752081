"""The ladders in force: the district's own rungs, else the defaults. Read once for a pass."""

from __future__ import annotations

from collections import defaultdict

from huiying.supervision.models import LadderRung
from huiying.supervision.rules.ladder import DEFAULTS, About, Ladder, Rung, Time, Whom


class Ladders:
    """Which ladder holds for what; own rows for a matter and level replace all of its defaults."""

    def __init__(self) -> None:
        own: dict[tuple[About, str], list[Rung]] = defaultdict(list)
        for row in LadderRung.objects.filter(active=True).order_by("step"):
            rung = Rung(row.step, row.amount, Time(row.unit), Whom(row.whom), row.climb)
            own[About(row.about), row.level].append(rung)
        self.known: dict[tuple[About, str], Ladder] = DEFAULTS | {
            key: tuple(rungs) for key, rungs in own.items()
        }

    def of(self, about: About, level: str) -> Ladder:
        return self.known.get((about, level)) or self.known.get((about, ""), ())
