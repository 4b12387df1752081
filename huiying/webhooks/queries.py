"""All reads of webhooks; for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from huiying.accounts.actors import Actor
from huiying.accounts.refusals import NotAdministrator
from huiying.accounts.roles import Role
from huiying.webhooks.models import Delivery, Webhook
from huiying.webhooks.refusals import NoSuchWebhook

STATUSES = dict(Delivery.Status.choices)


def check(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator


def webhooks(actor: Actor) -> list[Webhook]:
    """Every webhook there is or was. Raises NotAdministrator."""
    check(actor)
    return list(Webhook.objects.select_related("person").order_by("id"))


@dataclass(frozen=True, slots=True)
class Overview:
    """A webhook as the list shows it. ``address`` is without its query, which may hold a key;
    ``problem``, ``tried_at``: of the last try; ``waiting``: something is to be sent."""

    id: int
    address: str
    person: str
    events: list[str]
    active: bool
    created_at: datetime
    ended_at: datetime | None
    tried_at: datetime | None
    problem: str
    waiting: bool


def overview(actor: Actor) -> list[Overview]:
    """Every webhook, those in use first; one query. Raises NotAdministrator."""
    check(actor)
    return [_overview(row) for row in _rows().order_by("ended_at", "id")]


def webhook(actor: Actor, webhook_id: int) -> Overview:
    """One of them. Raises NotAdministrator, NoSuchWebhook."""
    check(actor)
    row = _rows().filter(pk=webhook_id).first()
    if row is None:
        raise NoSuchWebhook(id=webhook_id)
    return _overview(row)


def stopped(actor: Actor) -> int:
    """How many were given up because nobody answered; 0 for who has no business to know."""
    if not actor.has(Role.ADMINISTRATOR):
        return 0
    return Webhook.objects.filter(active=False, ended_at=None).count()


def _rows() -> QuerySet[Any]:
    sent = Delivery.objects.filter(webhook=OuterRef("pk"))
    tried = sent.filter(tried_at__isnull=False).order_by("-tried_at")
    return Webhook.objects.select_related("person").annotate(
        tried_at=Subquery(tried.values("tried_at")[:1]),
        problem=Subquery(tried.values("problem")[:1]),
        waiting=Exists(sent.filter(status=Delivery.Status.WAITING)),
    )


def _overview(row: Any) -> Overview:
    parts = urlsplit(row.url)
    return Overview(
        row.pk,
        f"{parts.scheme}://{parts.netloc}{parts.path}",
        row.person.name or row.person.username,
        row.events,
        row.active,
        row.created_at,
        row.ended_at,
        row.tried_at,
        row.problem or "",
        row.waiting,
    )


def deliveries(
    actor: Actor, webhook_id: int, *, before: int, most: int, status: str = ""
) -> list[Delivery]:
    """The log of a webhook, newest first. Raises NotAdministrator, NoSuchWebhook."""
    check(actor)
    if not Webhook.objects.filter(pk=webhook_id).exists():
        raise NoSuchWebhook(id=webhook_id)
    found = Delivery.objects.filter(webhook_id=webhook_id)
    if status in STATUSES:
        found = found.filter(status=status)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:most])
