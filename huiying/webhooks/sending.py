"""From the journal to other systems: the clock makes deliveries, the task queue sends them.

A webhook's deliveries go one after the other: the next is made when the one before has arrived or
was given up. A delivery that was claimed by a process that died is claimed again after LEASE.
"""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from huiying.accounts.actors import Actor
from huiying.accounts.queries import actor_of
from huiying.cases.feed import Feed, feed, told_of
from huiying.journal import queries as journal
from huiying.lib.workdays import SHANGHAI
from huiying.webhooks.models import Delivery, Webhook
from huiying.webhooks.posting import post
from huiying.webhooks.signing import HEADER, secret_of, signature

LINES = 100  # of the journal, looked at for one delivery
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=90)  # what arrived or was given up stays in the log
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (10, 60, 300, 1800, 7200, 6 * 3600, 12 * 3600, 24 * 3600)
)
Status = Delivery.Status


def run_due(at: datetime) -> int:
    """Make deliveries of what is new and hand those that are due to the queue; how many."""
    head = journal.head_id() if Webhook.objects.filter(active=True).exists() else 0
    for ident in Webhook.objects.filter(active=True, position__lt=head).values_list(
        "pk", flat=True
    ):
        _make(ident, at)
    due = Delivery.objects.filter(status=Status.WAITING, next_at__lte=at).order_by("id")
    handed = 0
    for ident in list(due.values_list("pk", flat=True)[:100]):
        with transaction.atomic():
            mine = Delivery.objects.filter(pk=ident, status=Status.WAITING, next_at__lte=at)
            if mine.update(next_at=at + LEASE):
                send.enqueue(ident)
                handed += 1
    return handed


def forget_old(at: datetime) -> int:
    """Shorten the log; what waits stays. Returns how many were let go."""
    old = Delivery.objects.filter(created_at__lt=at - KEPT).exclude(status=Status.WAITING)
    return old.delete()[0]


def _make(webhook_id: int, at: datetime) -> None:
    with transaction.atomic():
        row = Webhook.objects.select_for_update().select_related("person").get(pk=webhook_id)
        if not row.active or row.deliveries.filter(status=Status.WAITING).exists():
            return
        found = feed(_actor(row, at), row.position, most=LINES)
        count = len(_wanted(row, found))
        if count:
            Delivery.objects.create(
                webhook=row,
                after=row.position,
                last=found.position,
                lines=count,
                next_at=at,
                created_at=at,
            )
        row.position = found.position
        row.save(update_fields=["position"])


@task()
def send(delivery_id: int) -> None:
    """Try one delivery. Delivered twice it may arrive twice: receivers know it by its id."""
    found = Delivery.objects.select_related("webhook__person").get(pk=delivery_id)
    if found.status != Status.WAITING:
        return
    at = timezone.now()
    body = body_of(found, at)
    secret = secret_of(found.webhook.salt)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Huiying",
        "Huiying-Delivery": str(found.pk),
        "Huiying-Attempt": str(found.tries + 1),
        HEADER: signature(secret, int(time.time()), body),
    }
    status, problem = post(found.webhook.url, body, headers)
    _note(found, status, problem, at)


def body_of(found: Delivery, at: datetime) -> bytes:
    """The lines of a delivery as its person may see them today."""
    row = found.webhook
    seen = feed(_actor(row, at), found.after, most=found.last - found.after)
    told = {"webhook": row.pk, "delivery": found.pk, "items": _wanted(row, seen)}
    return json.dumps(told, ensure_ascii=False, default=str).encode()


def _note(found: Delivery, status: int | None, problem: str, at: datetime) -> None:
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=found.pk)
        if row.status != Status.WAITING:
            return
        row.tries, row.tried_at, row.answer, row.problem = row.tries + 1, at, status, problem
        if not problem:
            row.status = Status.DONE
        elif row.tries > len(WAITS):
            row.status = Status.GIVEN_UP
            Webhook.objects.filter(pk=row.webhook_id).update(active=False)
        else:
            row.next_at = at + WAITS[row.tries - 1]
        row.save()


def _wanted(row: Webhook, found: Feed) -> list[dict[str, object]]:
    wanted = set(row.events)
    return [told_of(told) for told in found.lines if not wanted or told.line.event in wanted]


def _actor(row: Webhook, at: datetime) -> Actor:
    return actor_of(row.person, at.astimezone(SHANGHAI).date())
