"""All reads of webhooks; for administrators."""

from __future__ import annotations

from huiying.accounts.actors import Actor
from huiying.accounts.refusals import NotAdministrator
from huiying.accounts.roles import Role
from huiying.webhooks.models import Delivery, Webhook
from huiying.webhooks.refusals import NoSuchWebhook


def check(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotAdministrator


def webhooks(actor: Actor) -> list[Webhook]:
    """Every webhook there is or was. Raises NotAdministrator."""
    check(actor)
    return list(Webhook.objects.select_related("person").order_by("id"))


def deliveries(actor: Actor, webhook_id: int, *, before: int, most: int) -> list[Delivery]:
    """The log of a webhook, newest first. Raises NotAdministrator, NoSuchWebhook."""
    check(actor)
    if not Webhook.objects.filter(pk=webhook_id).exists():
        raise NoSuchWebhook(id=webhook_id)
    found = Delivery.objects.filter(webhook_id=webhook_id)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-id")[:most])
