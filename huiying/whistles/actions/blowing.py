"""Blowing a whistle, calling one more unit, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.text import tidy
from huiying.whistles import access, alarms
from huiying.whistles.actions.core import Deed, act, enter, needed
from huiying.whistles.events import UnitSummoned, WhistleBlown, Whistled, WhistleWithdrawn
from huiying.whistles.models import ENDED_VALUES, Summons, Whistle
from huiying.whistles.refusals import (
    CalledAccused,
    MeetPassed,
    NobodyCalled,
    NotCallable,
    WhistleNeeds,
)
from huiying.whistles.rules.course import Kind, Step

GRACE = timedelta(minutes=10)  # a form takes a while; "now" may be a few minutes old


@dataclass(frozen=True, slots=True)
class Call:
    """One department and what is asked of it."""

    unit_id: int
    asked: str


@dataclass(frozen=True, slots=True)
class NewWhistle:
    """What a street says. ``meet_at``: when to be there, aware. ``cases``: public numbers."""

    street_id: int
    kind: str
    title: str
    words: str
    place: str
    meet_at: datetime
    calls: Sequence[Call]
    cases: Sequence[str] = ()
    area_id: int | None = None


def blow(*, new: NewWhistle, actor: Actor, at: datetime) -> Whistle:
    """吹哨: every department that is called owes to sign in from this moment.

    Raises NotAStreet, NoSuchCase, WhistleNeeds, MeetPassed, NobodyCalled, NotCallable,
    CalledAccused.
    """
    access.check_street(actor, new.street_id)
    if new.meet_at < at - GRACE:
        raise MeetPassed
    if not new.calls:
        raise NobodyCalled
    if new.kind not in set(Kind):
        raise WhistleNeeds(field="哨的类型")
    with transaction.atomic():
        linked = [cases.get_case(actor, number) for number in new.cases]
        row = Whistle.objects.create(
            street_id=new.street_id, kind=Kind(new.kind), title=needed("事由", new.title),
            words=needed("情况说明", new.words), place=needed("集合地点", new.place),
            meet_at=max(new.meet_at, at), blown_at=at, blown_by=actor.name, changed_at=at,
            area_id=new.area_id or _area(new.street_id, linked),
        )  # fmt: skip
        row.cases.set(linked)
        events: list[Event] = [_blown(row, linked)]
        events += [_call(row, call, linked, at) for call in new.calls]
        events += [Whistled(case.pk, whistle_id=row.pk, unit_id=row.street_id) for case in linked]
        journal.record_all([(event, at) for event in events], by=actor.by)
        transaction.on_commit(alarms.forget)
    return row


def _blown(row: Whistle, linked: Sequence[Case]) -> WhistleBlown:
    idents = " ".join(str(case.pk) for case in linked)
    return WhistleBlown(row.pk, street_id=row.street_id, kind=row.kind, cases=idents)


def _area(street_id: int, linked: Sequence[Case]) -> int | None:
    here = directory.unit(street_id).area_id
    return next((case.area_id for case in linked if case.area_id), here)


def _call(row: Whistle, call: Call, linked: Sequence[Case], at: datetime) -> UnitSummoned:
    unit = {one.id: one for one in access.callable_units()}.get(call.unit_id)
    if unit is None or row.summonses.filter(unit_id=call.unit_id).exists():
        known = unit or directory.units().rows.get(call.unit_id)
        raise NotCallable(unit=known.label if known else str(call.unit_id))
    for case in linked:
        if case.accused_unit_id and unit.id in directory.units().below(case.accused_unit_id):
            raise CalledAccused(number=case.number, unit=unit.label)
    asked = needed("要它做什么", call.asked)
    one = Summons(whistle=row, unit_id=unit.id, asked=asked, called_at=at, version=0)
    enter(row, one, Step.CALLED, at)
    one.save()
    due = one.due_at.isoformat() if one.due_at else ""
    return UnitSummoned(row.pk, unit_id=unit.id, due=due)


def summon(
    *, whistle_id: int, call: Call, actor: Actor, at: datetime, version: int | None = None
) -> Whistle:
    """Call one more department to a whistle that is going on."""
    with act("summon", whistle_id, actor=actor, at=at, version=version) as deed:
        deed.tell(_call(deed.row, call, list(deed.row.cases.all()), at))
    return deed.row


def withdraw(
    *, whistle_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Whistle:
    """撤哨: nobody owes anything any more; what was done stays recorded."""
    with act("withdraw", whistle_id, actor=actor, at=at, version=version) as deed:
        deed.row.conclusion = deed.said(text)
        drop(deed)
        deed.tell(WhistleWithdrawn(deed.row.pk))
    return deed.row


def drop(deed: Deed) -> None:
    for one in deed.row.summonses.select_for_update().exclude(state__in=ENDED_VALUES):
        enter(deed.row, one, Step.WITHDRAWN, deed.at)
        one.save()


def numbers_of(text: str) -> list[str]:
    """Case numbers somebody typed, split at spaces, commas and lines; each once."""
    plain = tidy(text)
    for mark in "，,、；;\n":
        plain = plain.replace(mark, " ")
    return list(dict.fromkeys(plain.split()))
