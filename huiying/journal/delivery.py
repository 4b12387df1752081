"""Hands the journal to its subscribers, by cursor, and survives a kill at any point."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiying.journal.models import Cursor, Entry
from huiying.journal.subscriptions import Subscription, subscriptions

log = logging.getLogger(__name__)

PAGE = 1000  # entries read at once; the largest batch of a subscriber
KEPT = 4  # pages remembered while one round lasts
Pages = dict[int, list[Entry]]


def deliver_pending(at: datetime, *, most: int = 100_000) -> int:
    """Let every subscriber read what it has not read, in batches; returns entries delivered.

    A subscriber that fails keeps its place, its failure is kept with its cursor, others go on.
    """
    read: Pages = {}
    return sum(_deliver(subscription, at, most, read) for subscription in subscriptions())


def _deliver(subscription: Subscription, at: datetime, most: int, read: Pages) -> int:
    delivered = 0
    while delivered < most:
        try:
            count = _deliver_batch(subscription, at, read)
        except Exception as failure:  # a bad subscriber must not stop the others
            log.exception("subscriber %s failed", subscription.name)
            _keep_failure(subscription.name, failure)
            return delivered
        delivered += count
        if count < subscription.batch:
            return delivered
    return delivered


def _deliver_batch(subscription: Subscription, at: datetime, read: Pages) -> int:
    """Entries are read before the cursor is locked: meanwhile nobody who writes has to wait."""
    known = Cursor.objects.filter(name=subscription.name).values_list("position", flat=True)
    position = next(iter(known), 0)
    entries = _entries(position, subscription.batch, read)
    if not entries:
        return 0
    with transaction.atomic():
        Cursor.objects.get_or_create(name=subscription.name)
        cursor = Cursor.objects.select_for_update().get(name=subscription.name)
        if cursor.position == position:  # else another process was quicker
            subscription.read(entries, at)
            cursor.position = entries[-1].id
            cursor.moved_at = at
            cursor.failures, cursor.failure = 0, ""
            cursor.save()
        return len(entries)


def _entries(position: int, batch: int, read: Pages) -> Sequence[Entry]:
    """What comes after a position; subscribers that have come equally far read the same page."""
    if position not in read:
        if len(read) > KEPT:
            read.clear()
        read[position] = list(Entry.objects.filter(id__gt=position).order_by("id")[:PAGE])
    return read[position][:batch]


def _keep_failure(name: str, failure: Exception) -> None:
    with transaction.atomic():
        Cursor.objects.get_or_create(name=name)
        cursor = Cursor.objects.select_for_update().get(name=name)
        cursor.failures += 1
        cursor.failure = f"{type(failure).__name__}: {failure}"[:2000]
        cursor.save()
