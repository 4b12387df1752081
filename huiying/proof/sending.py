"""Codes are made when they go out: only the process that sends one ever knows it.

A request is claimed for LEASE before it is handed on; if its process dies, it is claimed again and
a new code goes out. To a contact without cases nothing goes, so that nobody can have strangers
sent messages; whoever asked cannot tell.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from huiying.cases import people, tracking
from huiying.marks import actions as marks
from huiying.notices import senders
from huiying.notices.senders import NotSent
from huiying.proof.composing import words_of
from huiying.proof.keys import key
from huiying.proof.models import Proof, Visit
from huiying.proof.rules import codes, contacts
from huiying.proof.rules.contacts import EMAIL

LEASE = timedelta(minutes=1)
WAITS = (timedelta(seconds=15), timedelta(seconds=60))  # whoever waits for a code waits minutes
AT_ONCE = 200
UNSENT, DAY = "proof:unsent", 24 * 3600
log = logging.getLogger(__name__)


def run_due(at: datetime) -> int:
    """Hand on again what was not sent; how many."""
    due = Proof.objects.filter(next_at__lte=at, ends_at__gt=at).order_by("next_at", "id")
    handed = 0
    for ident in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if Proof.objects.filter(pk=ident, next_at__lte=at).update(next_at=at + LEASE):
                send.enqueue(ident)
                handed += 1
    return handed


def forget(at: datetime) -> int:
    """Delete codes and visits whose time is over."""
    return sum(model.objects.filter(ends_at__lte=at).delete()[0] for model in (Proof, Visit))


@task()
def send(ident: int) -> None:
    """Make the code of one request and send it."""
    at = timezone.now()
    row = Proof.objects.filter(pk=ident, next_at__isnull=False, ends_at__gt=at).first()
    if row is None:
        return
    address = _address(row)
    mine = Proof.objects.filter(pk=ident)
    if not address:
        mine.update(next_at=None)
        return
    code = codes.fresh()
    mine.update(  # before it goes out: nobody types faster than the disk
        code_digest=codes.digest(code, ident=ident, key=key()), sendings=row.sendings + 1
    )
    way = senders.send_mail if row.kind == EMAIL else senders.send_sms
    try:
        way(f"code-{ident}-{row.sendings + 1}", address, words_of(code, row.language))
    except NotSent as why:
        _again(row, str(why), at)
    else:
        mine.update(next_at=None)


def _again(row: Proof, why: str, at: datetime) -> None:
    """Once more soon; after the last time it is counted and told in the log."""
    tried = row.sendings
    Proof.objects.filter(pk=row.pk).update(
        next_at=at + WAITS[tried] if tried < len(WAITS) else None
    )
    if tried >= len(WAITS):
        marks.count(UNSENT, seconds=DAY, at=at)
        log.warning("a code was not sent (%s): %s", row.kind, why)


def _address(row: Proof) -> str:
    """Where the code goes, "" for nowhere: the case's contact as it is now, or one with cases."""
    if row.case_id is not None:
        found = tracking.contact_of(row.case_id, row.kind, row.contact_index)
    elif tracking.has_cases(row.kind, row.contact_index):
        found = people.open_as(row.contact_sealed, row.kind)
    else:
        return ""
    return found if row.kind == EMAIL else contacts.mobile(found)
