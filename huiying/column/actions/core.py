"""The shape of every verb: lock, access, state table, version, change, journal; one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import people
from huiying.column import access
from huiying.column.models import Exposure, Round
from huiying.column.refusals import (
    ColumnNotNow,
    ColumnStale,
    DuePassed,
    Needed,
    NoSuchExposure,
)
from huiying.column.rules import words
from huiying.column.rules.workflow import BY_NAME, STATE_LABELS, State, Verb
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.lib.text import tidy


@dataclass
class Deed:
    """A verb being done: the locked exposure and what will be told to the journal."""

    row: Exposure
    verb: Verb
    actor: Actor
    at: datetime
    events: list[Event] = field(default_factory=list)

    def said(self, text: str) -> str:
        """The words that come with the verb, fit for everybody to read."""
        return needed(self.verb.text, text, self.row)

    def term(self, due_at: datetime) -> None:
        """Give the unit until ``due_at``. Raises DuePassed."""
        if due_at <= self.at:
            raise DuePassed
        self.row.due_at = due_at

    def tell(self, event: Event) -> None:
        self.events.append(event)


@contextmanager
def act(
    name: str, exposure_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Deed]:
    """Do one verb; the target state is set after the body. Whatever it raises undoes everything.

    Raises NoSuchExposure, NotYourColumn, ColumnNotNow, ColumnStale before anything is changed.
    """
    verb = BY_NAME[name]
    with transaction.atomic():
        row = lock(exposure_id)
        access.check(actor, verb, row)
        if State(row.state) not in verb.sources:
            state = STATE_LABELS[State(row.state)]
            raise ColumnNotNow(id=row.pk, state=state, verb=verb.label)
        if version is not None and version != row.version:
            raise ColumnStale(id=row.pk)
        deed = Deed(row, verb, actor, at)
        yield deed
        if verb.target is not None:
            row.state = verb.target
            row.closed_at = at if verb.target is State.CLOSED else None
        row.version, row.changed_at = row.version + 1, at
        row.save()
        journal.record_all([(event, at) for event in deed.events], by=actor.by)


def lock(exposure_id: int) -> Exposure:
    row = Exposure.objects.select_for_update().filter(pk=exposure_id).first()
    if row is None:
        raise NoSuchExposure(id=exposure_id)
    return row


def reporter_of(row: Exposure) -> str:
    """The name of the person behind the case, only to keep it out of the column."""
    case = row.case
    if case is None or case.reporter_id is None or case.reporter is None:
        return ""
    return people.open_name(case.reporter.name_sealed)


def needed(name: str, text: str, row: Exposure) -> str:
    """Words that must be given and must not lead to a person. Raises Needed, PersonInside."""
    clean = tidy(text)
    if not clean:
        raise Needed(field=name)
    words.check([clean], reporter_of(row))
    return clean


def current_round(row: Exposure) -> Round:
    """The go that is on now; made when the first one begins."""
    found, _made = Round.objects.get_or_create(exposure=row, number=row.round)
    return found
