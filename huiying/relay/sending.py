"""From the outbox to the other side, and what becomes of it there: claimed by the clock, done by
the task queue.

Each claim is worked off once at most. ``doubt`` is set before anything is sent and taken back by a
plain answer: after a death or a silence the other side is first asked whether it has the request.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django_tasks import task

from huiying.accounts.actors import system
from huiying.cases.people import open_contact
from huiying.journal.actions import record
from huiying.relay.client import NO_ANSWER, UNSURE, Door, Trouble, door_of
from huiying.relay.events import PassingArrived, PassingEnded, PassingFailed
from huiying.relay.models import SHORT, Passing, Server, Told
from huiying.relay.rules import waits, wording
from huiying.relay.rules.reading import Made, Standing, Word

LEASE = timedelta(minutes=5)
REST = timedelta(minutes=1)  # of a server that gave no answer
AT_ONCE = 100
BEFORE = timedelta(days=1)  # clocks differ, and updates arrive late
SPAN = timedelta(days=89)
MOST_TOLD = 200  # updates kept of one request
TOKEN_KEPT = timedelta(days=7)
Status = Passing.Status

NO_NUMBER = _("对方一直没有给出编号")
TOO_LONG = _("已超过最长跟踪时间")


def run_due(at: datetime) -> int:
    """Hand what is due to the queue; how many."""
    resting = Server.objects.filter(rest_until__gt=at)
    due = Passing.objects.filter(next_at__lte=at).exclude(server__in=resting)
    due = due.order_by("next_at", "id")
    handed = 0
    for ident in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        claim = at + LEASE
        with transaction.atomic():
            if Passing.objects.filter(pk=ident, next_at__lte=at).update(next_at=claim):
                work.enqueue(ident, claim.isoformat())
                handed += 1
    return handed


@task()
def work(passing_id: int, claim: str) -> None:
    """Do the next step of one passing; nothing when the claim was taken by another."""
    at = timezone.now()
    mine = Passing.objects.filter(pk=passing_id, next_at=datetime.fromisoformat(claim))
    if not mine.update(next_at=at + LEASE):
        return
    resting = Server.objects.filter(passings=passing_id, rest_until__gt=at)
    if until := resting.values_list("rest_until", flat=True).first():
        Passing.objects.filter(pk=passing_id, next_at__isnull=False).update(next_at=until)
    else:
        step(passing_id, at)


@dataclass
class Change:
    """What a step found out, to be written down at its end."""

    fields: dict[str, Any] = field(default_factory=dict)
    event: type[PassingArrived | PassingEnded | PassingFailed] | None = None
    words: list[Word] = field(default_factory=list)


def step(passing_id: int, at: datetime) -> None:
    """Send, ask for the number, or ask how it stands: one step, then the next moment."""
    rows = Passing.objects.select_related("case__reporter", "server")
    row = rows.filter(pk=passing_id).first()
    steps = {Status.WAITING: _send, Status.TOKEN: _number, Status.OPEN: _follow}
    if row is None or row.status not in steps:
        return
    change = steps[Status(row.status)](row, door_of(row.server), at)
    if change.fields.get("problem") == NO_ANSWER:
        Server.objects.filter(pk=row.server_id).update(rest_until=timezone.now() + REST)
    _write(row, change, at)


def _send(row: Passing, door: Door, at: datetime) -> Change:
    doubted = row.doubt
    Passing.objects.filter(pk=row.pk).update(doubt=True)
    try:
        made = _found(row, door, at) if doubted else None
        return _arrived(made or door.send(_fields(row), row.key), at)
    except Trouble as trouble:
        return _again(row, trouble, at)


def _found(row: Passing, door: Door, at: datetime) -> Made | None:
    """The request of a try that may have arrived, known by our number at the end of its words."""
    try:
        known = door.requests(row.service_code, row.created_at - BEFORE, at + BEFORE)
    except Trouble as trouble:
        if trouble.final:
            raise Trouble(UNSURE, trouble.said, final=True, doubt=True) from None
        raise Trouble(trouble.problem, trouble.said, doubt=True) from None
    ours = wording.reference(row.case.number)
    return next((Made(one.number) for one in known if ours in one.text), None)


def _fields(row: Passing) -> list[tuple[str, str]]:
    case = row.case
    return wording.fields(
        wording.Sending(
            row.service_code,
            row.text,
            wording.reference(case.number),
            row.address,
            case.lon,
            case.lat,
            json.loads(row.answers) if row.answers else {},
            _known(row),
        )
    )


def _known(row: Passing) -> wording.Known | None:
    """Who raised it, read now: nothing of who is anonymous by now or has asked for silence."""
    reporter = row.case.reporter
    if not row.identity or reporter is None or row.case.confidential or reporter.anonymised_at:
        return None
    contact = open_contact(reporter)
    return wording.Known(contact.name, contact.phone, contact.email)


def _arrived(made: Made, at: datetime) -> Change:
    status = Status.OPEN if made.number else Status.TOKEN
    wait = waits.SOON if made.number else waits.TOKEN
    fields = {
        "status": status, "number": made.number, "token": made.token, "sent_at": at,
        "next_at": at + wait, "doubt": False, **_calm(),
    }  # fmt: skip
    return Change(fields, PassingArrived if made.number else None)


def _calm() -> dict[str, Any]:
    return {"tries": 0, "problem": "", "said": ""}


def _again(row: Passing, trouble: Trouble, at: datetime) -> Change:
    """Later, ever later; given up when the answer is final or patience ends."""
    wait = None if trouble.final else waits.again(row.tries + 1)
    if wait is None:
        return _failed(row, trouble, at, doubt=trouble.doubt)
    fields = {
        "tries": row.tries + 1, "next_at": at + wait, "problem": trouble.problem,
        "said": trouble.said, "doubt": trouble.doubt,
    }  # fmt: skip
    return Change(fields)


def _failed(row: Passing, trouble: Trouble, at: datetime, *, doubt: bool) -> Change:
    fields = {
        "status": Status.FAILED, "tries": row.tries + 1, "next_at": None, "ended_at": at,
        "problem": trouble.problem, "said": trouble.said, "doubt": doubt,
    }  # fmt: skip
    return Change(fields, PassingFailed)


def _number(row: Passing, door: Door, at: datetime) -> Change:
    """Ask what number the token has become; the other side may need days."""
    sent = row.sent_at or row.created_at
    try:
        made, tries, problem, said = door.token(row.token), 0, "", ""
    except Trouble as trouble:
        made, tries, problem, said = None, row.tries + 1, trouble.problem, trouble.said
    if made and made.number:
        return _arrived(made, sent)
    if at - sent > TOKEN_KEPT:
        return _failed(row, Trouble(NO_NUMBER, said), at, doubt=False)
    wait = waits.TOKEN if at - sent < timedelta(hours=1) else waits.next_ask(at - sent, tries)
    return Change({"tries": tries, "next_at": at + wait, "problem": problem, "said": said})


def _follow(row: Passing, door: Door, at: datetime) -> Change:
    """Ask how it stands, and what was said about it since."""
    sent = row.sent_at or row.created_at
    if at - sent > waits.FOLLOWED:
        ended = {"status": Status.STOPPED, "next_at": None, "ended_at": at, "problem": TOO_LONG}
        return Change(ended)
    try:
        found = door.request(row.number)
        start = max((row.asked_at or sent) - BEFORE, at - SPAN)
        words = [word for word in door.words(start, at) if word.number == row.number]
    except Trouble as trouble:
        tries = row.tries + 1
        later = at + waits.next_ask(at - sent, tries)
        told = {"problem": trouble.problem, "said": trouble.said}
        return Change({"tries": tries, "next_at": later, **told})
    fields = {"asked_at": at, **_standing(found), **_calm()}
    if found.closed:
        fields |= {"status": Status.CLOSED, "next_at": None, "ended_at": at}
        return Change(fields, PassingEnded, words)
    return Change({**fields, "next_at": at + waits.next_ask(at - sent, 0)}, None, words)


def _standing(found: Standing) -> dict[str, Any]:
    return {
        "foreign_status": found.status,
        "notes": found.notes,
        "agency": found.agency,
        "expected_at": found.expected_at,
    }


def _write(row: Passing, change: Change, at: datetime) -> None:
    """Keep what was found, unless somebody stopped it meanwhile."""
    with transaction.atomic():
        now = Passing.objects.select_for_update().filter(pk=row.pk).first()
        if now is None or now.status != row.status:
            return
        for name, value in change.fields.items():
            setattr(now, name, value)
        now.save()
        _keep(now, change.words, at)
        if change.event:
            told = change.event(now.case_id, passing_id=now.pk, server=row.server.name)
            if now.number and not isinstance(told, PassingFailed):
                told = replace(told, foreign_number=now.number)
            record(told, by=system(row.server.name).by, at=at)


def _keep(row: Passing, words: list[Word], at: datetime) -> None:
    kept = Told.objects.filter(passing=row).count()
    made = [
        Told(
            passing=row, case_id=row.case_id, ident=_ident(word.ident), at=word.at or at,
            status=word.status, text=word.text,
        )
        for word in words[: max(MOST_TOLD - kept, 0)]
    ]  # fmt: skip
    Told.objects.bulk_create(made, ignore_conflicts=True)


def _ident(text: str) -> str:
    """An id that fits its column; a longer one by its digest."""
    return text if len(text) <= SHORT else blake2b(text.encode(), digest_size=20).hexdigest()
