"""The shape of every verb: lock, access, state table, version, change, journal; one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.text import tidy
from huiying.whistles import access, alarms
from huiying.whistles.limits import limits_for
from huiying.whistles.models import Summons, Whistle
from huiying.whistles.refusals import (
    NoSuchWhistle,
    WhistleNeeds,
    WhistleNotNow,
    WhistleStale,
)
from huiying.whistles.rules.course import (
    BY_NAME,
    STATE_LABELS,
    STEP_LABELS,
    Kind,
    Side,
    State,
    Step,
    Verb,
)
from huiying.whistles.rules.limits import owed


@dataclass
class Deed:
    """A verb being done: the locked whistle and what will be told to the journal."""

    row: Whistle
    verb: Verb
    actor: Actor
    at: datetime
    events: list[Event] = field(default_factory=list)

    def said(self, text: str) -> str:
        """The words that come with the verb. Raises WhistleNeeds."""
        return needed(self.verb.text, text)

    def tell(self, event: Event) -> None:
        self.events.append(event)


def needed(name: str, text: str) -> str:
    clean = tidy(text)
    if not clean:
        raise WhistleNeeds(field=name)
    return clean


@contextmanager
def act(
    name: str, whistle_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Deed]:
    """Do one verb of the whistle; the target state is set after the body.

    Raises NoSuchWhistle, NotYourWhistle, WhistleNotNow, WhistleStale before anything is changed.
    """
    verb = BY_NAME[name]
    with transaction.atomic():
        row = lock(whistle_id)
        access.check(actor, verb, row)
        if row.state not in verb.sources:
            state = STATE_LABELS[State(row.state)]
            raise WhistleNotNow(id=row.pk, state=state, verb=verb.label)
        if version is not None and version != row.version:
            raise WhistleStale(id=row.pk)
        deed = Deed(row, verb, actor, at)
        yield deed
        if verb.target is not None:
            row.state, row.ended_at = verb.target, at
        save(row, at)
        finish(deed)


@contextmanager
def act_summons(
    name: str, summons_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[tuple[Deed, Summons]]:
    """Do one verb of a summons; its step, owner and due time are set after the body."""
    verb = BY_NAME[name]
    with transaction.atomic():
        ident = Summons.objects.filter(pk=summons_id).values_list("whistle_id", flat=True).first()
        row = lock(ident or 0)
        one = Summons.objects.select_for_update().get(pk=summons_id)
        access.check(actor, verb, row, one)
        if one.state not in verb.sources:
            state = STEP_LABELS[Step(one.state)]
            raise WhistleNotNow(id=row.pk, state=state, verb=verb.label)
        if version is not None and version != one.version:
            raise WhistleStale(id=row.pk)
        deed = Deed(row, verb, actor, at)
        yield deed, one
        enter(row, one, Step(verb.target or one.state), at)
        one.save()
        save(row, at)
        finish(deed)


def lock(whistle_id: int) -> Whistle:
    row = Whistle.objects.select_for_update().filter(pk=whistle_id).first()
    if row is None:
        raise NoSuchWhistle(id=whistle_id)
    return row


def save(row: Whistle, at: datetime) -> None:
    row.version, row.changed_at = row.version + 1, at
    row.save()


def finish(deed: Deed) -> None:
    """Tell the journal, last in the transaction; alarms are read anew when it is done."""
    journal.record_all([(event, deed.at) for event in deed.events], by=deed.actor.by)
    transaction.on_commit(alarms.forget)


def enter(row: Whistle, one: Summons, step: Step, at: datetime) -> None:
    """Put a summons into a step and keep its owner and due time true."""
    limits = limits_for(Kind(row.kind), timezone.localtime(row.blown_at).date())
    owes = owed(step, directory.calendar_of(one.unit_id), at, limits, row.meet_at)
    one.state, one.version = step, one.version + 1
    one.owner_id = owner_of(row, one, owes.side) if owes else None
    one.due_at = owes.due_at if owes else None
    if step is Step.CALLED and one.due_at:
        one.sign_due = one.due_at
    if step is Step.SIGNED:
        one.arrive_due = one.due_at
    if step is Step.CONTRIBUTED:
        row.conclude_due = one.due_at  # the last result sets the street's clock


def owner_of(row: Whistle, one: Summons, side: Side) -> int:
    """The unit that has to act: the department, the street, or the district above the street."""
    if side is Side.UNIT:
        return one.unit_id
    if side is Side.STREET:
        return row.street_id
    district = directory.district_of(row.street_id)
    return district.id if district else directory.units().above(row.street_id)[-1]
