"""The only writer of webhooks and of the log of what was sent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.accounts.models import Person
from huiying.accounts.refusals import NoSuchPerson
from huiying.files import fetching
from huiying.files.fetching import NotFetched
from huiying.journal import actions as journal
from huiying.journal import queries as lines
from huiying.webhooks.events import DeliveryReplayed, WebhookAdded, WebhookEnded
from huiying.webhooks.models import Delivery, Webhook
from huiying.webhooks.queries import check
from huiying.webhooks.refusals import BadAddress, NoSuchDelivery, NoSuchWebhook, WebhookOver


def add(
    *,
    url: str,
    events: Sequence[str],
    actor: Actor,
    at: datetime,
    username: str = "",
    person_id: int | None = None,
) -> Webhook:
    """Tell another system what happens from now on, as far as a person (by name or id) may see it.

    ``events`` empty: everything. Raises NotAdministrator, NoSuchPerson, BadAddress for one
    neither of the open internet nor of a network allowed (HUIYING_INNER_NETS).
    """
    check(actor)
    named = {"pk": person_id} if person_id is not None else {"username": username}
    person = Person.objects.filter(is_active=True, **named).first()
    if person is None:
        raise NoSuchPerson
    try:
        fetching.look_at(url, inner=settings.INNER_NETS)
    except NotFetched as refused:
        raise BadAddress(url=refused.params["url"], why=refused.params["why"]) from None
    parts = urlsplit(url)
    with transaction.atomic():
        row = Webhook.objects.create(
            url=url,
            person=person,
            events=sorted(set(events)),
            salt=secrets.token_hex(16),
            position=lines.head_id(),
            created_at=at,
        )
        address = f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]
        event = WebhookAdded(row.pk, address=address, person_id=person.pk)
        journal.record(event, by=actor.by, at=at)
    return row


def end(*, webhook_id: int, actor: Actor, at: datetime) -> Webhook:
    """Send nothing more; ending it again changes nothing. Its log stays."""
    check(actor)
    with transaction.atomic():
        row = _locked(webhook_id)
        if row.ended_at is None:
            row.active, row.ended_at = False, at
            row.save(update_fields=["active", "ended_at"])
            Delivery.objects.filter(webhook=row, status=Delivery.Status.WAITING).update(
                status=Delivery.Status.GIVEN_UP
            )
            journal.record(WebhookEnded(row.pk), by=actor.by, at=at)
    return row


def replay(*, webhook_id: int, delivery_id: int, actor: Actor, at: datetime) -> Delivery:
    """Send a delivery again, soon; a webhook that was given up goes on after it."""
    check(actor)
    with transaction.atomic():
        row = _locked(webhook_id)
        if row.ended_at is not None:
            raise WebhookOver(id=webhook_id)
        found = Delivery.objects.select_for_update().filter(webhook=row, pk=delivery_id).first()
        if found is None:
            raise NoSuchDelivery(id=delivery_id)
        found.status, found.tries, found.next_at = Delivery.Status.WAITING, 0, at
        found.save(update_fields=["status", "tries", "next_at"])
        if not row.active:
            row.active = True
            row.save(update_fields=["active"])
        event = DeliveryReplayed(row.pk, delivery_id=found.pk)
        journal.record(event, by=actor.by, at=at)
    return found


def _locked(webhook_id: int) -> Webhook:
    row = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if row is None:
        raise NoSuchWebhook(id=webhook_id)
    return row
