"""Sending again what did not go out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.journal.actions import record
from huiying.notices import senders
from huiying.notices.events import NoticeResent
from huiying.notices.models import Notice
from huiying.notices.queries import MANAGING
from huiying.notices.refusals import NoSuchNotice, NotYours


def resend(*, notice_id: int, actor: Actor, at: datetime) -> Notice:
    """Have a failed notice tried again, by the way that is connected today.

    Raises NotYours, and NoSuchNotice for one that has gone out or waits already.
    """
    if not (actor.system or actor.has(*MANAGING)):
        raise NotYours
    again = (Notice.Status.FAILED, Notice.Status.NOBODY)
    with transaction.atomic():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("case__reporter")
        row = rows.filter(pk=notice_id, status__in=again).first()
        if row is None:
            raise NoSuchNotice
        if row.person_id is None and row.case is not None:
            row.channel = senders.channel_for(row.case.reporter) or row.channel
        row.status, row.tries, row.next_at, row.problem = Notice.Status.WAITING, 0, at, ""
        row.save()
        told = NoticeResent(row.pk, case_id=row.case_id, step=row.step)
        record(told, by=actor.by, at=at)
    return row
