"""From what is to be told to what was told: claimed by the clock, sent by the task queue.

A notice is claimed for LEASE before it is handed on; if its process dies, it is claimed again. What
fails is tried again ever later and then stays, with the reason, until somebody sends it again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from huiying.cases.people import open_contact
from huiying.notices import senders
from huiying.notices.composing import wanted, words_of
from huiying.notices.models import Notice
from huiying.notices.senders import NotSent

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=180)
AT_ONCE = 200
WAITS = tuple(timedelta(seconds=seconds) for seconds in (20, 120, 900, 3600, 6 * 3600))
Status = Notice.Status


def run_due(at: datetime) -> int:
    """Hand what is due to the queue; how many."""
    due = Notice.objects.filter(status=Status.WAITING, next_at__lte=at).order_by("next_at", "id")
    handed = 0
    for ident in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            mine = Notice.objects.filter(pk=ident, status=Status.WAITING, next_at__lte=at)
            if mine.update(next_at=at + LEASE):
                send.enqueue(ident)
                handed += 1
    return handed


def forget_old(at: datetime) -> int:
    """What was told half a year ago is history; the journal keeps what happened."""
    return (
        Notice.objects.filter(created_at__lt=at - KEPT).exclude(status=Status.WAITING).delete()[0]
    )


@task()
def send(notice_id: int) -> None:
    """Try one notice."""
    notice = (
        Notice.objects.select_related("case__reporter", "person")
        .filter(pk=notice_id, status=Status.WAITING)
        .first()
    )
    if notice is None:
        return
    if not wanted(notice):
        notice.delete()
        return
    address = _address(notice)
    if not address:
        _note(notice.pk, Status.NOBODY, "")
        return
    ways = {"mail": senders.send_mail, "sms": senders.send_sms}
    try:
        ways[notice.channel](str(notice.pk), address, words_of(notice))
    except NotSent as why:
        _note(notice.pk, Status.FAILED, str(why))
    else:
        _note(notice.pk, Status.SENT, "")


def _address(notice: Notice) -> str:
    """Where it goes, read now: who is anonymised or has left is told nothing."""
    if notice.person is not None:
        return notice.person.email if notice.person.is_active else ""
    reporter = notice.case.reporter if notice.case else None
    contact = open_contact(reporter) if reporter else None
    if contact is None:
        return ""
    return contact.email if notice.channel == "mail" else contact.phone


def _note(notice_id: int, status: str, problem: str) -> None:
    at = timezone.now()
    with transaction.atomic():
        row = Notice.objects.select_for_update().get(pk=notice_id)
        row.tries, row.problem = row.tries + 1, problem
        if status == Status.FAILED and row.tries <= len(WAITS):
            row.next_at = at + WAITS[row.tries - 1]
        else:
            row.status = status
            row.sent_at = at if status == Status.SENT else None
        row.save()
