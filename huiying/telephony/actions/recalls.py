"""Who could not get through is called back: queued by itself, taken, tried, done or given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor, system
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.telephony import access
from huiying.telephony.events import (
    RecallDone,
    RecallFailed,
    RecallGivenUp,
    RecallQueued,
    RecallReleased,
    RecallTaken,
)
from huiying.telephony.models import Call, Recall
from huiying.telephony.refusals import (
    NoSuchRecall,
    NotYourRecall,
    RecallNotNow,
    TooFewTries,
    UnknownChoice,
)
from huiying.telephony.rules.recalls import (
    BY_NAME,
    OPEN,
    STATE_LABELS,
    TRIES,
    Failure,
    State,
)

EXCHANGE = system("电话交换机")


def queue(call: Call, at: datetime) -> None:
    """A missed call: one more in the row of its number, or a row of its own."""
    row = _open_for(call.number_index)
    if row is not None:
        row.missed += 1
        row.last_at = max(row.last_at, call.first_at)
        row.save(update_fields=["missed", "last_at"])
        return
    row = Recall.objects.create(
        call=call, number_sealed=bytes(call.number_sealed), number_index=call.number_index,
        number_masked=call.number_masked, first_at=call.first_at, last_at=call.first_at,
    )  # fmt: skip
    journal.record(RecallQueued(row.pk, call_id=call.pk), by=EXCHANGE.by, at=at)


def reached(number_index: str, at: datetime) -> None:
    """Who called again and got through need not be called back."""
    row = _open_for(number_index)
    if row is None:
        return
    row.state, row.ended_at = State.DONE, at
    row.save(update_fields=["state", "ended_at"])
    journal.record(RecallDone(row.pk, reached=True), by=EXCHANGE.by, at=at)


def _open_for(number_index: str) -> Recall | None:
    rows = Recall.objects.select_for_update().filter(number_index=number_index)
    return rows.filter(state__in=sorted(OPEN)).first()


def take(*, recall_id: int, actor: Actor, at: datetime) -> Recall:
    """It is mine: the number is shown to nobody else."""
    with transaction.atomic():
        row = _locked(recall_id, "take", actor)
        row.owner_id, row.owner_name = actor.id, actor.name
        return _into(row, State.TAKEN, RecallTaken(row.pk), actor, at)


def release(*, recall_id: int, actor: Actor, at: datetime) -> Recall:
    """Somebody else may take it."""
    with transaction.atomic():
        row = _locked(recall_id, "release", actor)
        row.owner_id, row.owner_name = None, ""
        return _into(row, State.WAITING, RecallReleased(row.pk), actor, at)


def fail(*, recall_id: int, why: str, actor: Actor, at: datetime) -> Recall:
    """Called and not reached; ``why`` is a `Failure`."""
    if why not in {one.value for one in Failure}:
        raise UnknownChoice(field=_("没打通的原因"))
    with transaction.atomic():
        row = _locked(recall_id, "fail", actor)
        row.tries, row.tried_at, row.failure = row.tries + 1, at, why
        return _into(row, State.TAKEN, RecallFailed(row.pk, why=why), actor, at)


def done(*, recall_id: int, actor: Actor, at: datetime) -> Recall:
    """Reached; what was said goes into a case as with any call."""
    with transaction.atomic():
        row = _locked(recall_id, "done", actor)
        row.tries, row.tried_at = row.tries + 1, at
        return _into(row, State.DONE, RecallDone(row.pk), actor, at)


def give_up(*, recall_id: int, actor: Actor, at: datetime) -> Recall:
    """After three tries, or when the number is none. Raises TooFewTries."""
    with transaction.atomic():
        row = _locked(recall_id, "give_up", actor)
        if row.tries < TRIES and row.failure != Failure.WRONG:
            raise TooFewTries(tries=row.tries, least=TRIES)
        return _into(row, State.GIVEN_UP, RecallGivenUp(row.pk, tries=row.tries), actor, at)


def _locked(recall_id: int, name: str, actor: Actor) -> Recall:
    access.check(actor)
    verb = BY_NAME[name]
    row = Recall.objects.select_for_update().filter(pk=recall_id).first()
    if row is None:
        raise NoSuchRecall
    if State(row.state) not in verb.sources:
        raise RecallNotNow(state=STATE_LABELS[State(row.state)], verb=verb.label)
    watches = name == "release" and actor.has(*access.WATCH)
    if row.state == State.TAKEN and row.owner_id != actor.id and not watches:
        raise NotYourRecall(owner=row.owner_name)
    return row


def _into(row: Recall, state: State, event: Event, actor: Actor, at: datetime) -> Recall:
    row.state = state
    row.ended_at = None if state in OPEN else at
    row.save()
    journal.record(event, by=actor.by, at=at)
    return row
