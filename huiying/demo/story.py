"""What one case of the demonstration is about, and shorthands that its chapters share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huiying.cases.models import Case
from huiying.demo.content.people import Resident
from huiying.demo.content.voices import Handling, Voice
from huiying.directory import queries as directory
from huiying.dispatch.models import Assignment


@dataclass
class Story:
    """One voice with its person, and what units and people will say about it."""

    voice: Voice
    person: Resident
    words: Handling
    clusters: dict[str, int] = field(default_factory=dict)
    hard_to_reach: bool = False


def lead_of(case: Case) -> Assignment:
    """The open lead, read anew: limits move."""
    return Assignment.objects.get(case=case, role=Assignment.Role.LEAD, open=True)


def departments() -> list[int]:
    return [u.id for u in directory.units().rows.values() if u.kind == "department"]


def unaccused(case: Case, units: Iterable[int]) -> list[int]:
    """Those of the units that may be given the case (回避)."""
    if case.accused_unit_id is None:
        return list(units)
    barred = directory.units().below(case.accused_unit_id)
    return [ident for ident in units if ident not in barred]
