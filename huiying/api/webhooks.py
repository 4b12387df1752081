"""Webhooks: an administrator has other systems told what happens, and sees what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Field, Path, Query, Router, Schema, Status

from huiying.api.callers import caller_of
from huiying.api.listing import Listed, strict
from huiying.api.sent import Sent
from huiying.webhooks import actions, queries
from huiying.webhooks.signing import secret_of
from huiying.webhooks.types import Delivery, Webhook

router = Router(tags=["webhooks"])
Ident = Annotated[int, Path(ge=1, le=2**53)]


class WebhookSent(Sent):
    """``person``: whose sight decides what is told. ``events`` empty: everything."""

    url: str = Field(min_length=1, max_length=2000, description="http or https, port 80 or 443.")
    person: str = Field(min_length=1, max_length=150, description="A username.")
    events: list[Annotated[str, Field(pattern=r"^[A-Za-z]{1,60}$")]] = Field([], max_length=100)


class WebhookTold(Schema):
    id: int
    url: str
    person: str
    events: list[str]
    position: int
    active: bool
    created_at: datetime
    ended_at: datetime | None


class WebhookGiven(WebhookTold):
    """A webhook just made; ``secret`` is shown this once."""

    secret: str


class DeliveryTold(Schema):
    """Lines after ``after`` up to ``last``; ``problem`` is what went wrong at the last try."""

    id: int
    status: str
    after: int
    last: int
    lines: int
    tries: int
    created_at: datetime
    tried_at: datetime | None
    next_at: datetime
    answer: int | None
    problem: str


def _told(row: Webhook) -> dict[str, object]:
    plain = ("id", "url", "events", "position", "active", "created_at", "ended_at")
    return {name: getattr(row, name) for name in plain} | {"person": row.person.username}


def _delivery(row: Delivery) -> DeliveryTold:
    told = {name: getattr(row, name) for name in DeliveryTold.model_fields}
    return DeliveryTold(**(told | {"problem": gettext(row.problem) if row.problem else ""}))


@router.get("", response=list[WebhookTold], operation_id="list_webhooks")
def webhooks(request: HttpRequest) -> list[WebhookTold]:
    """Every webhook there is or was."""
    strict(request)
    found = queries.webhooks(caller_of(request).actor)
    return [WebhookTold.model_validate(_told(row)) for row in found]


@router.post("", response={201: WebhookGiven}, operation_id="create_webhook")
def create(request: HttpRequest, sent: WebhookSent) -> Status[WebhookGiven]:
    """Tell another system what happens from now on. Addresses inside our own net are refused."""
    caller = caller_of(request)
    row = actions.add(
        url=sent.url, username=sent.person, events=sent.events, actor=caller.actor, at=caller.at
    )
    told = WebhookGiven.model_validate(_told(row) | {"secret": secret_of(row.salt)})
    return Status(201, told)


@router.post("/{ident}/end", response=WebhookTold, operation_id="end_webhook")
def end(request: HttpRequest, ident: Ident) -> WebhookTold:
    """Send nothing more. The log stays."""
    caller = caller_of(request)
    row = actions.end(webhook_id=ident, actor=caller.actor, at=caller.at)
    return WebhookTold.model_validate(_told(row))


@router.get("/{ident}/deliveries", response=Listed[DeliveryTold], operation_id="list_deliveries")
def deliveries(
    request: HttpRequest,
    ident: Ident,
    cursor: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Listed[DeliveryTold]:
    """What was sent, newest first, and how it went."""
    strict(request, "cursor", "limit")
    actor = caller_of(request).actor
    found = queries.deliveries(actor, ident, before=cursor, most=limit + 1)
    rows = found[:limit]
    following = str(rows[-1].pk) if len(found) > limit else None
    return Listed(items=[_delivery(row) for row in rows], next=following)


@router.post(
    "/{ident}/deliveries/{delivery}/replay", response=DeliveryTold, operation_id="replay_delivery"
)
def replay(request: HttpRequest, ident: Ident, delivery: Ident) -> DeliveryTold:
    """Send it again, soon. A webhook that was given up goes on after it."""
    caller = caller_of(request)
    row = actions.replay(webhook_id=ident, delivery_id=delivery, actor=caller.actor, at=caller.at)
    return _delivery(row)
