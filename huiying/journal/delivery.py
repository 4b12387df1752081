"""Hands the journal to its subscribers, by cursor, and survives a kill at any point."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from huiying.journal.models import Cursor, Entry
from huiying.journal.subscriptions import Subscription, subscriptions

log = logging.getLogger(__name__)


def deliver_pending(at: datetime, *, most: int = 100_000) -> int:
    """Let every subscriber read what it has not read, in batches; returns entries delivered.

    A subscriber that fails keeps its place, its failure is kept with its cursor, others go on.
    """
    return sum(_deliver(subscription, at, most) for subscription in subscriptions())


def _deliver(subscription: Subscription, at: datetime, most: int) -> int:
    delivered = 0
    while delivered < most:
        try:
            count = _deliver_batch(subscription, at)
        except Exception as failure:  # a bad subscriber must not stop the others
            log.exception("subscriber %s failed", subscription.name)
            _keep_failure(subscription.name, failure)
            return delivered
        delivered += count
        if count < subscription.batch:
            return delivered
    return delivered


def _deliver_batch(subscription: Subscription, at: datetime) -> int:
    position = Cursor.objects.filter(name=subscription.name).values_list("position", flat=True)
    if not Entry.objects.filter(id__gt=next(iter(position), 0)).exists():
        return 0  # nothing new: do not take the write lock
    with transaction.atomic():
        Cursor.objects.get_or_create(name=subscription.name)
        cursor = Cursor.objects.select_for_update().get(name=subscription.name)
        entries = list(
            Entry.objects.filter(id__gt=cursor.position).order_by("id")[: subscription.batch]
        )
        if entries:
            subscription.read(entries, at)
            cursor.position = entries[-1].id
            cursor.moved_at = at
            cursor.failures, cursor.failure = 0, ""
            cursor.save()
        return len(entries)


def _keep_failure(name: str, failure: Exception) -> None:
    with transaction.atomic():
        Cursor.objects.get_or_create(name=name)
        cursor = Cursor.objects.select_for_update().get(name=name)
        cursor.failures += 1
        cursor.failure = f"{type(failure).__name__}: {failure}"[:2000]
        cursor.save()
