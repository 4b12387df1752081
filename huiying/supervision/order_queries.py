"""All reads of supervision orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.supervision import order_access as access
from huiying.supervision.models import Order, OrderStep
from huiying.supervision.refusals import NoSuchOrder
from huiying.supervision.rules.ladder import About
from huiying.supervision.rules.orders import UNIT, OrderState
from huiying.supervision.sources import Owed

COUNT_UP_TO = 1001


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; empty ones filter nothing. ``late``: the reply is overdue."""

    state: str = ""
    kind: str = ""
    unit: int | None = None
    q: str = ""
    late: bool = False


def rows(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Order]:
    """The orders an actor may see and that match, in no order yet."""
    matching = Q()
    if wanted.state:
        matching &= Q(state=wanted.state)
    if wanted.kind:
        matching &= Q(kind=wanted.kind)
    if wanted.unit is not None:
        matching &= Q(unit_id__in=directory.units().below(wanted.unit) or [wanted.unit])
    if wanted.late:
        matching &= Q(due_at__lt=at)
    if wanted.q:
        matching &= Q(title__icontains=wanted.q) | Q(case__number=wanted.q)
    found = Order.objects.filter(access.visible_to(actor), matching)
    return found.select_related("unit", "case", "issued_by")


def order_for(actor: Actor, ident: int) -> Order:
    """One order. Raises NoSuchOrder."""
    found = Order.objects.filter(access.visible_to(actor), pk=ident)
    order = found.select_related("unit", "case", "issued_by").first()
    if order is None:
        raise NoSuchOrder
    return order


def steps_of(order: Order) -> list[OrderStep]:
    return list(order.steps.select_related("person").order_by("id"))


def of_case(actor: Actor, case: Case) -> list[Order]:
    """The orders about a case, the newest first."""
    if not actor.has(*access.DESK):
        return []
    found = Order.objects.filter(access.visible_to(actor), case=case).select_related("unit")
    return list(found.order_by("-id"))


def waiting(actor: Actor, _at: datetime) -> int | None:
    """What waits for the actor: replies of their units, or replies to be judged."""
    matching = Q(state=OrderState.ISSUED, unit_id__in=actor.units(*UNIT))
    if actor.has("supervisor", "leader"):
        matching |= Q(state=OrderState.REPLIED)
    found = Order.objects.filter(access.visible_to(actor), matching)
    return found.values("pk")[:COUNT_UP_TO].count() or None


def owed(parents: Collection[int] | None) -> Iterable[Owed]:
    """The replies that units owe, for the ladder of reminders."""
    found = Order.objects.filter(state=OrderState.ISSUED)
    if parents is not None:
        found = found.filter(pk__in=list(parents))
    for row in found.select_related("case").order_by("pk"):
        if row.due_at is not None:
            yield Owed(
                About.ORDER, row.pk, row.pk, row.unit_id, "reply", row.issued_at, row.due_at,
                area=row.area_id, accused=row.case.accused_person_id if row.case else None,
            )  # fmt: skip
