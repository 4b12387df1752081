"""What an operator does at the telephone: sit down, take a call, put it through, write it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.cases import access as cases_access
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.actions.files import Upload
from huiying.cases.models import Case
from huiying.journal import actions as journal
from huiying.knowledge import actions as knowledge
from huiying.lib.text import tidy
from huiying.telephony import access
from huiying.telephony.events import (
    CallerPutThrough,
    CallerShown,
    CallLinked,
    ExtensionLeft,
    ExtensionTaken,
    PutThrough,
    RecordingLinked,
    RecordingShown,
)
from huiying.telephony.models import Call, Extension, Transfer
from huiying.telephony.refusals import BadExtension, NoSuchCall, ReasonNeeded, UnknownChoice

_NUMBER = re.compile(r"[0-9A-Za-z]{1,20}")
MOST = 8  # transfers of one call


def sit(*, number: str, actor: Actor, at: datetime) -> Extension:
    """Calls to this extension open on the actor's screen; who sat there before gets up.

    Raises NotAtTelephone, BadExtension.
    """
    access.check(actor)
    number = number.strip()
    if not _NUMBER.fullmatch(number) or actor.id is None:
        raise BadExtension(number=number[:20])
    with transaction.atomic():
        Extension.objects.filter(person_id=actor.id or 0).exclude(number=number).delete()
        row, _made = Extension.objects.update_or_create(
            number=number, defaults={"person_id": actor.id, "since": at}
        )
        journal.record(ExtensionTaken(actor.id, number=number), by=actor.by, at=at)
    return row


def leave(*, actor: Actor, at: datetime) -> None:
    """Calls open on the actor's screen no more."""
    with transaction.atomic():
        row = Extension.objects.filter(person_id=actor.id or 0).first()
        if row is None or actor.id is None:
            return
        row.delete()
        journal.record(ExtensionLeft(actor.id, number=row.number), by=actor.by, at=at)


def open_call(*, call_id: int, actor: Actor, at: datetime) -> Call:
    """The screen of a call that rings at the actor's extension: the number is shown, and that
    it was shown is recorded. Raises NotAtTelephone, NoSuchCall."""
    access.check(actor)
    with transaction.atomic():
        row = Call.objects.select_for_update().filter(pk=call_id, person_id=actor.id or 0).first()
        if row is None or actor.id is None:
            raise NoSuchCall
        row.shown_at = row.shown_at or at
        row.save(update_fields=["shown_at"])
        journal.record(CallerShown(row.pk), by=actor.by, at=at)
    return row


def put_through(
    *, to: str, reason: str, actor: Actor, at: datetime, call_id: int | None = None
) -> Transfer:
    """Record that a caller was put through to 110, 119, 120 or 122.

    Raises NotAtTelephone, UnknownChoice, ReasonNeeded, NoSuchCall.
    """
    access.check(actor)
    why = tidy(reason)[:200]
    if to not in Transfer.To.values:
        raise UnknownChoice(field=_("转接到"))
    if not why:
        raise ReasonNeeded
    with transaction.atomic():
        call = _mine(call_id, actor) if call_id is not None else None
        row = Transfer.objects.create(
            call=call, case_id=call.case_id if call else None, to=to, reason=why, at=at,
            by_id=actor.id, by_name=actor.name,
        )  # fmt: skip
        journal.record(PutThrough(row.pk, to=to, call_id=call_id), by=actor.by, at=at)
        if row.case_id is not None:
            event = CallerPutThrough(row.case_id, to=to, transfer_id=row.pk)
            journal.record(event, by=actor.by, at=at)
    return row


def take_in(
    new: NewCase,
    *,
    outcome: str,
    actor: Actor,
    at: datetime,
    key: str,
    call_id: int | None = None,
    transfers: Iterable[int] = (),
    articles: Iterable[int] = (),
    text: str = "",
    way: str = "",
    master_id: int | None = None,
    uploads: Sequence[Upload] = (),
) -> Case:
    """As `knowledge.take_in`, with the call it came by and where the caller was put through.

    Files come last, after the case and all that is linked to it are safe. Raises NoSuchCall.
    """
    told = list(transfers)
    # Alone, a case counts its number before its transaction, where no other has to wait for it.
    with transaction.atomic() if call_id is not None or told else nullcontext():
        case = knowledge.take_in(
            new, outcome=outcome, actor=actor, at=at, key=key, articles=articles, text=text,
            way=way, master_id=master_id,
        )  # fmt: skip
        if call_id is not None:
            _link(_mine(call_id, actor), case, actor, at)
        _link_transfers(told, case, actor, at)
    if uploads and case.open:
        cases.attach(case_id=case.pk, actor=actor, at=at, uploads=uploads)
    return case


def supplement(
    *, case_id: int, text: str, actor: Actor, at: datetime, call_id: int | None = None
) -> Case:
    """The caller adds to a case that is there: a note, and the call it came by."""
    with transaction.atomic():
        case = cases.note(case_id=case_id, actor=actor, at=at, text=text)
        if call_id is not None:
            _link(_mine(call_id, actor), case, actor, at)
    return case


def _mine(call_id: int, actor: Actor) -> Call:
    """A call whose screen the actor opened."""
    rows = Call.objects.select_for_update().filter(pk=call_id, person_id=actor.id or 0)
    row = rows.exclude(shown_at=None).first()
    if row is None:
        raise NoSuchCall
    return row


def _link(call: Call, case: Case, actor: Actor, at: datetime) -> None:
    """A call leads to one case; a second case of the same call is none of its business."""
    if call.case_id is not None:
        return
    call.case = case
    call.save(update_fields=["case"])
    journal.record(CallLinked(case.pk, call_id=call.pk), by=actor.by, at=at)
    if call.recording:
        journal.record(RecordingLinked(case.pk, call_id=call.pk), by=actor.by, at=at)


def _link_transfers(idents: Iterable[int], case: Case, actor: Actor, at: datetime) -> None:
    mine = Transfer.objects.filter(pk__in=list(idents)[:MOST], by_id=actor.id, case=None)
    for row in mine.order_by("pk"):
        row.case = case
        row.save(update_fields=["case"])
        event = CallerPutThrough(case.pk, to=row.to, transfer_id=row.pk)
        journal.record(event, by=actor.by, at=at)


def show_recording(*, number: str, call_id: int, actor: Actor, at: datetime) -> str:
    """Where the recording of a call of a case lies, for whoever may know who called; that it was
    shown is recorded. Raises NoSuchCase, NoSuchCall."""
    case = cases_access.get_case(actor, number)
    call = Call.objects.filter(pk=call_id, case=case).exclude(recording="").first()
    if call is None or not cases_access.sees_reporter(actor, case):
        raise NoSuchCall
    with transaction.atomic():
        journal.record(RecordingShown(case.pk, call_id=call.pk), by=actor.by, at=at)
    return call.recording
