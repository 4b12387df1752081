"""Who may see and do what with a supervision order."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from huiying.accounts.actors import Actor, Grant
from huiying.accounts.roles import Role
from huiying.supervision.models import Order
from huiying.supervision.refusals import NoSuchOrder, NotYourOrder
from huiying.supervision.rules.orders import UNIT, VERBS, OrderVerb

WATCH = frozenset({Role.SUPERVISOR, Role.LEADER, Role.AUDITOR})
DESK = frozenset({*WATCH, *UNIT})


def me(actor: Actor) -> int:
    """The person who acts; orders are signed by people only."""
    if actor.id is None:
        raise NotYourOrder(verb="签发")
    return actor.id


def visible_to(actor: Actor) -> Q:
    """The orders an actor may see: the district those of its area, a unit its own; and nobody
    those behind which a case complains of them (回避)."""
    if actor.system:
        return Q()
    parts = [_reads(grant) for grant in actor.grants]
    seen = Q() if Q() in parts else reduce(or_, parts, Q(pk__in=()))
    return seen & (Q(case=None) | ~Q(case__accused_person=actor.id))


def _reads(grant: Grant) -> Q:
    if grant.role in UNIT:
        return Q(unit_id__in=grant.unit_ids)
    if grant.role in WATCH:
        return Q() if grant.area_ids is None else Q(area_id__in=grant.area_ids)
    return Q(pk__in=())


def locked(actor: Actor, order_id: int) -> Order:
    """The order for a change, if the actor may see it. Raises NoSuchOrder."""
    if not Order.objects.filter(visible_to(actor), pk=order_id).exists():
        raise NoSuchOrder
    return Order.objects.select_for_update(of=("self",)).get(pk=order_id)


def may(actor: Actor, verb: OrderVerb, order: Order) -> bool:
    """A unit replies for itself; whoever judges the reply has no post at the unit."""
    if verb.by == UNIT:
        return order.unit_id in actor.units(*UNIT)
    return actor.has(*verb.by) and order.unit_id not in actor.units(*UNIT)


def check(actor: Actor, verb: OrderVerb, order: Order) -> None:
    if not may(actor, verb, order):
        raise NotYourOrder(verb=verb.label)


def verbs(actor: Actor, order: Order) -> list[OrderVerb]:
    """What the actor could do now, in the table's order."""
    return [verb for verb in VERBS if order.state in verb.sources and may(actor, verb, order)]
