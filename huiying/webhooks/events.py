"""What can happen to a webhook. The address is told without its query, which may hold a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huiying.journal.events import Event


@dataclass(frozen=True, slots=True)
class WebhookEvent(Event):
    topic: ClassVar[str] = "webhook"


@dataclass(frozen=True, slots=True)
class WebhookAdded(WebhookEvent):
    address: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class WebhookEnded(WebhookEvent):
    pass


@dataclass(frozen=True, slots=True)
class DeliveryReplayed(WebhookEvent):
    delivery_id: int | None = None
