"""A case as somebody follows it who met the same thing: public facts only. All reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.cases.public import STAGES
from huiying.cases.public_models import Voice
from huiying.cases.rules.workflow import State
from huiying.cases.tracking import tidy_code
from huiying.directory import queries as directory
from huiying.journal import queries as journal

STEPS = ("Filed", "Dispatched", "Signed", "Transferred", "Reported", "Closed", "Reopened", "Merged")


@dataclass(frozen=True, slots=True)
class Followed:
    """The case behind a follower's code: ``steps`` are moments and event names, newest first."""

    code: str
    number: str
    category: str
    area: str
    unit: str
    stage: str
    due_at: datetime | None
    changed_at: datetime
    steps: tuple[tuple[datetime, str], ...]


def followed(code: str) -> Followed | None:
    """None for an unknown code."""
    voice = Voice.objects.select_related("case__lead_unit").filter(code=tidy_code(code)).first()
    if voice is None:
        return None
    case = voice.case
    category = directory.categories().rows.get(case.category_id or 0)
    area = directory.areas().rows.get(case.area_id or 0)
    lines = [line for line in journal.history("case", case.pk) if line.event in STEPS]
    return Followed(
        code=voice.code,
        number=case.number,
        category=category.name if category else "",
        area=area.name if area else "",
        unit=str(case.lead_unit) if case.lead_unit else "",
        stage=STAGES.get(State(case.state), "done"),
        due_at=case.due_at if case.open else None,
        changed_at=case.changed_at,
        steps=tuple((line.at, line.event) for line in reversed(lines)),
    )
