"""Letters to subscribers: claimed by the clock, sent by the task queue, tried again when refused.

A subscription is claimed for LEASE before it is handed on; if its process dies, it is claimed anew.
A letter that left just before a death may leave a second time, with the same Message-ID: mail
programs show it once.
"""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django_tasks import task

from huiying.cases.people import open_email
from huiying.subscriptions import composing, tokens
from huiying.subscriptions.composing import Letter
from huiying.subscriptions.models import Subscription
from huiying.subscriptions.news import news_for, standing
from huiying.subscriptions.rules.times import next_morning

LEASE = timedelta(minutes=5)
AT_ONCE = 200
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 15, 60, 6 * 60))


def run_due(at: datetime) -> int:
    """Hand what is due to the queue; how many. Without a mail server all of it waits."""
    if not settings.MAIL_CONNECTED:
        return 0
    due = Subscription.objects.filter(next_at__lte=at).order_by("next_at", "id")
    handed = 0
    for ident in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if Subscription.objects.filter(pk=ident, next_at__lte=at).update(next_at=at + LEASE):
                send.enqueue(ident)
                handed += 1
    return handed


def forget_unconfirmed(at: datetime) -> int:
    """An address that nobody confirmed is not kept."""
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=at - tokens.CONFIRM_WITHIN)
    return old.delete()[0]


@task()
def send(ident: int) -> None:
    """Try the letter of one subscription, if there is anything to tell."""
    row = Subscription.objects.select_related("case").filter(pk=ident).first()
    if row is None or row.next_at is None:
        return
    at = timezone.now()
    if row.confirmed_at is None:
        _post(row, composing.asking(row), at)
        return
    news = news_for(row)
    if news.case is not None:
        row.seen = standing(news.case)
    if news:
        _post(row, composing.telling(row, news), at)
    else:
        _settle(row, at)


def _post(row: Subscription, letter: Letter, at: datetime) -> None:
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    mark = f"<subscription-{row.pk}-{row.told:%Y%m%d%H%M%S%f}@{host}>"
    message = EmailMessage(
        letter.subject, letter.text, to=[open_email(row.email_sealed)],
        headers={"Message-ID": mark, **letter.headers},
    )  # fmt: skip
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError):
        _refused(row, at)
    else:
        _settle(row, at)


def _settle(row: Subscription, at: datetime) -> None:
    """Told up to ``at``; when to look again. Whoever has left meanwhile stays gone."""
    waiting = None if row.case_id or row.confirmed_at is None else next_morning(at)
    Subscription.objects.filter(pk=row.pk).update(
        told=at, seen=row.seen, next_at=waiting, tries=0, problem=""
    )


def _refused(row: Subscription, at: datetime) -> None:
    """Later again; after the last try it rests until the next news, and the reason stands there."""
    again = at + WAITS[row.tries] if row.tries < len(WAITS) else None
    if again is None and row.area_id is not None and row.confirmed_at is not None:
        again = next_morning(at)
    Subscription.objects.filter(pk=row.pk).update(
        tries=row.tries + 1, next_at=again, problem=_("邮件服务器没有接受")
    )
