"""The inbox 提醒: what a person was told, read and unread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from huiying.accounts.actors import Actor
from huiying.supervision.models import Item, Nudge
from huiying.supervision.refusals import NoSuchItem
from huiying.supervision.rules.ladder import About

COUNT_UP_TO = 1001


def rows(actor: Actor, *, unread: bool = False, about: str = "") -> QuerySet[Item]:
    """A person's own items, in no order yet."""
    found = Item.objects.filter(person=actor.id).select_related("nudge__unit")
    if unread:
        found = found.filter(seen_at=None)
    return found.filter(nudge__about=about) if about else found


def unread(actor: Actor, _at: datetime) -> int | None:
    """How many are unread; None for none."""
    found = Item.objects.filter(person=actor.id, seen_at=None)
    return found.values("pk")[:COUNT_UP_TO].count() or None


def open_item(*, item: int, actor: Actor, at: datetime) -> Nudge:
    """What an item is about; it is read from now on. Raises NoSuchItem."""
    row = Item.objects.select_related("nudge").filter(pk=item, person=actor.id).first()
    if row is None:
        raise NoSuchItem
    if row.seen_at is None:
        Item.objects.filter(pk=item, seen_at=None).update(seen_at=at)
    return row.nudge


def read_all(*, actor: Actor, at: datetime) -> int:
    """All that was told up to now has been read; how many were unread."""
    return Item.objects.filter(person=actor.id, seen_at=None, at__lte=at).update(seen_at=at)


def trail(about: About, parent: int) -> Sequence[Nudge]:
    """Every reminder about a case, a whistle or an order, the newest first."""
    found = Nudge.objects.filter(about=about, parent=parent).select_related("unit")
    return list(found.order_by("-id")[:50])
