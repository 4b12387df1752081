"""Emergency whistles nobody has signed for, shown on every page of whoever has to.

Read whole at most every few seconds per process, and told apart in memory: a page costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.accounts.roles import Role
from huiying.directory.queries import Kept
from huiying.whistles.models import Summons, Whistle
from huiying.whistles.rules.course import UNIT, Kind, Step

LOUD = (Step.CALLED, Step.REFUSED)
SECONDS = 5.0
MOST = 200


@dataclass(frozen=True, slots=True)
class Alarm:
    """One unit's unsigned emergency summons, or a refusal of one that waits for the district."""

    whistle_id: int
    unit_id: int
    unit: str
    title: str
    street: str
    place: str
    area_id: int | None
    step: str
    due_at: datetime
    accused_units: frozenset[int]
    accused_people: frozenset[int]


def _read() -> list[Alarm]:
    """All of them: an emergency that is not answered is rare and short."""
    rows = Summons.objects.filter(whistle__kind=Kind.EMERGENCY, state__in=LOUD)
    rows = rows.select_related("whistle__street", "unit").order_by("due_at", "id")
    found = list(rows[:MOST])
    accused = _accused({row.whistle_id for row in found}) if found else {}
    return [_alarm(row, accused.get(row.whistle_id, [])) for row in found]


def _accused(idents: set[int]) -> dict[int, list[tuple[int | None, int | None]]]:
    """Whom the cases behind the whistles complain of: (unit, person) by whistle."""
    linked = Whistle.cases.through
    rows = linked.objects.filter(whistle_id__in=idents)
    found: dict[int, list[tuple[int | None, int | None]]] = {}
    for ident, unit, person in rows.values_list(
        "whistle_id", "case__accused_unit_id", "case__accused_person_id"
    ):
        found.setdefault(ident, []).append((unit, person))
    return found


def _alarm(row: Summons, accused: list[tuple[int | None, int | None]]) -> Alarm:
    whistle = row.whistle
    return Alarm(
        whistle.pk, row.unit_id, str(row.unit), whistle.title, str(whistle.street), whistle.place,
        whistle.area_id, row.state, row.due_at or row.called_at,
        frozenset(unit for unit, _person in accused if unit is not None),
        frozenset(person for _unit, person in accused if person is not None),
    )  # fmt: skip


_kept: Kept[list[Alarm]] = Kept(_read, seconds=SECONDS)


def forget() -> None:
    """Read anew at the next page."""
    _kept.forget()


def for_actor(actor: Actor) -> list[Alarm]:
    """What must alarm this person: their unit is called, or the district has to rule."""
    if actor.system or not actor.grants:
        return []
    return [alarm for alarm in _kept.get() if _concerns(actor, alarm)]


def _concerns(actor: Actor, alarm: Alarm) -> bool:
    if actor.id in alarm.accused_people:
        return False
    ours = actor.units(*UNIT)
    if alarm.unit_id in ours and alarm.step == Step.CALLED:
        return ours.isdisjoint(alarm.accused_units)
    return any(
        grant.role == Role.SUPERVISOR
        and (grant.area_ids is None or alarm.area_id in grant.area_ids)
        for grant in actor.grants
    )
