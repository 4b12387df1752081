"""Reads of subscriptions, without addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.subscriptions import composing
from huiying.subscriptions.models import Subscription

READERS = ("operator", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class Followers:
    """How many addresses follow an area (``area`` "" for single cases); to how many of them the
    last letter did not get through."""

    area: str
    number: int
    refused: int


def what_of(ident: int | None) -> str:
    """What a subscription follows, by name; "" when there is none any more."""
    row = Subscription.objects.select_related("case").filter(pk=ident or 0).first()
    return composing.what_of(row) if row else ""


def followers(actor: Actor) -> list[Followers]:
    """What is followed, by how many confirmed addresses, the most first; empty for who has no
    business to know. All public cases together are the last line."""
    if not actor.has(*READERS):
        return []
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False).order_by()
    counted = confirmed.values_list("area_id").annotate(
        number=Count("pk"), refused=Count("pk", filter=~Q(problem=""))
    )
    areas = directory.areas().rows
    found = [
        Followers(areas[area].name if area in areas else "", number, refused)
        for area, number, refused in counted
    ]
    return sorted(found, key=lambda one: (one.area == "", -one.number, one.area))
