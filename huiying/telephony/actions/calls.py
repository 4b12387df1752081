"""What the exchange tells becomes a call: each message once, in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from huiying.accounts.actors import system
from huiying.cases import people
from huiying.journal import actions as journal
from huiying.lib.text import mask_phone
from huiying.telephony.actions.recalls import queue, reached
from huiying.telephony.events import CallTold, RecordingLinked
from huiying.telephony.models import Call, Extension, Message, Recall
from huiying.telephony.refusals import ToldOtherwise
from huiying.telephony.rules.calls import Kind, State, Times, Told, parse, state_of
from huiying.telephony.rules.recalls import OPEN

EXCHANGE = system("电话交换机")
KEPT = timedelta(days=180)  # numbers of calls that led to no case
MOMENTS = {
    Kind.ANSWERED: "answered_at",
    Kind.MISSED: "missed_at",
    Kind.ENDED: "ended_at",
}


def take_message(*, body: bytes, at: datetime) -> tuple[Call, bool]:
    """Take what the exchange told; the call, and whether it was new.

    Raises BadEvent, ToldOtherwise.
    """
    told = parse(body, at)
    digest = sha256(body).hexdigest()
    with transaction.atomic():
        call, _made = Call.objects.get_or_create(
            exchange_id=told.call_id, defaults={"first_at": told.at, "inbound": told.inbound}
        )
        call = Call.objects.select_for_update().get(pk=call.pk)
        known = Message.objects.filter(event_id=told.event_id).first()
        if known is not None:
            if known.digest != digest:
                raise ToldOtherwise(id=told.event_id)
            return call, False
        Message.objects.create(
            event_id=told.event_id, call=call, kind=told.kind, digest=digest, at=told.at,
            received_at=at,
        )  # fmt: skip
        _apply(call, told, at)
    return call, True


def _apply(call: Call, told: Told, at: datetime) -> None:
    recorded = bool(told.recording) and not call.recording
    before, nameless = State(call.state), not call.number_index
    _learn(call, told)
    call.state = state_of(Times(call.answered_at, call.missed_at, call.ended_at))
    call.save()
    if call.inbound and call.number_index:
        if call.answered_at is not None:
            reached(call.number_index, at)
        elif call.state == State.MISSED and (nameless or before != State.MISSED):
            queue(call, at)
    journal.record(CallTold(call.pk, kind=told.kind, state=call.state), by=EXCHANGE.by, at=at)
    if recorded and call.case_id is not None:
        event = RecordingLinked(call.case_id, call_id=call.pk)
        journal.record(event, by=EXCHANGE.by, at=at)


def _learn(call: Call, told: Told) -> None:
    """Keep what is new; the first moment of a kind counts, and who answered over who was rung."""
    call.first_at = min(call.first_at, told.at)
    if told.number and not call.number_index:
        call.inbound = told.inbound
        call.number_sealed = people.seal_phone(told.number)
        call.number_index = people.index_of(told.number, "phone")
        call.number_masked = mask_phone(told.number)
    name = MOMENTS.get(told.kind)
    if name and getattr(call, name) is None:
        setattr(call, name, told.at)
    answered = told.kind is Kind.ANSWERED
    if told.extension and (answered or (told.kind is Kind.RINGING and call.answered_at is None)):
        if told.extension != call.extension:
            call.shown_at = None  # it rings somewhere else now
        call.extension = told.extension
        call.person_id = _person_at(told.extension)
    if told.recording:
        call.recording = told.recording


def _person_at(extension: str) -> int | None:
    found = Extension.objects.filter(number=extension)
    return found.values_list("person_id", flat=True).first()


def forget(at: datetime) -> int:
    """Wipe the numbers of calls that led to no case, half a year on. By the clock."""
    old = Call.objects.filter(first_at__lt=at - KEPT, case=None).exclude(number_index="")
    closed = Recall.objects.filter(last_at__lt=at - KEPT).exclude(state__in=OPEN)
    closed.exclude(number_index="").update(number_sealed=b"", number_index="", number_masked="")
    return int(old.update(number_sealed=b"", number_index="", number_masked="", recording=""))


def wipe(case_ids: Iterable[int]) -> int:
    """Wipe the numbers and recordings of calls whose cases have been anonymised."""
    calls = Call.objects.filter(case_id__in=list(case_ids))
    nothing = {"number_sealed": b"", "number_index": "", "number_masked": ""}
    Recall.objects.filter(call__in=calls).exclude(state__in=OPEN).update(**nothing)
    return int(calls.update(recording="", **nothing))
