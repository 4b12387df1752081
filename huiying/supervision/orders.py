"""The only writer of supervision orders: issue 签发, reply 回复, accept 办结, insist, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.journal.actions import record
from huiying.lib.text import tidy
from huiying.supervision import order_access as access
from huiying.supervision.events import OrderMoved
from huiying.supervision.models import Order, OrderStep, YearSerial
from huiying.supervision.refusals import (
    AccusedUnit,
    NotYourOrder,
    OrderDuePast,
    OrderNeeds,
    OrderNotNow,
    OrderStale,
)
from huiying.supervision.rules.orders import (
    BY_NAME,
    ISSUERS,
    STATE_LABELS,
    OrderKind,
    OrderState,
    OrderVerb,
)

LOCAL = ZoneInfo("Asia/Shanghai")
LONGEST = timedelta(days=366)


def _(message: str) -> str:
    """Marks a word for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What an order says. ``case``: the number of a case it is about, "" for none."""

    kind: str
    unit_id: int
    title: str
    words: str
    due_at: datetime
    basis: str = ""
    case: str = ""


def issue(*, new: NewOrder, actor: Actor, at: datetime) -> Order:
    """签发: the unit owes a reply until the limit. The number is the next of the year.

    Raises NotYourOrder, NoSuchCase, OrderNeeds, OrderDuePast, AccusedUnit.
    """
    if new.kind not in set(OrderKind) or not actor.has(*ISSUERS[OrderKind(new.kind)]):
        raise NotYourOrder(verb=_("签发"))
    unit = directory.units().rows.get(new.unit_id)
    if unit is None or not unit.active:
        raise OrderNeeds(field=_("被督办单位"))
    title, words = _said(_("事由"), new.title), _said(_("督办要求"), new.words)
    _check_due(new.due_at, at)
    case = cases.get_case(actor, new.case) if new.case else None
    if case is not None and case.accused_unit_id in directory.units().above(new.unit_id):
        raise AccusedUnit(number=case.number)
    with transaction.atomic():
        year = at.astimezone(LOCAL).year
        order = Order.objects.create(
            year=year, serial=_next(year), kind=new.kind, unit_id=new.unit_id,
            area_id=_area(case, unit.area_id), case=case, title=title, words=words,
            basis=tidy(new.basis), issued_at=at, issued_by_id=access.me(actor), due_at=new.due_at,
            limit_at=new.due_at,
        )  # fmt: skip
        _step(order, "issue", "", actor, at)
    return order


def do(
    *, order_id: int, verb: str, text: str, actor: Actor, at: datetime,
    due_at: datetime | None = None, version: int | None = None,
) -> Order:  # fmt: skip
    """A verb of the table: reply, accept, insist (with a new limit), withdraw.

    Raises NoSuchOrder, NotYourOrder, OrderNotNow, OrderStale, OrderNeeds, OrderDuePast.
    """
    rule = BY_NAME[verb]
    with transaction.atomic():
        order = access.locked(actor, order_id)
        access.check(actor, rule, order)
        _check_now(order, rule, version)
        said = _said(rule.text, text)
        if rule.due:
            if due_at is None:
                raise OrderNeeds(field=_("回复时限"))
            _check_due(due_at, at)
        order.state, order.version = rule.target, order.version + 1
        order.due_at = due_at if rule.due else None
        order.limit_at = order.due_at or order.limit_at
        if rule.target in (OrderState.CLOSED, OrderState.WITHDRAWN):
            order.ended_at = at
        order.save(update_fields=["state", "version", "due_at", "limit_at", "ended_at"])
        _step(order, verb, said, actor, at)
    return order


def _check_now(order: Order, rule: OrderVerb, version: int | None) -> None:
    if order.state not in rule.sources:
        state = STATE_LABELS[OrderState(order.state)]
        raise OrderNotNow(number=order.number, state=state, verb=rule.label)
    if version is not None and version != order.version:
        raise OrderStale(number=order.number)


def _check_due(due: datetime, at: datetime) -> None:
    if not at < due <= at + LONGEST:
        raise OrderDuePast


def _said(field: str, text: str) -> str:
    clean = tidy(text)
    if not clean:
        raise OrderNeeds(field=field)
    return clean


def _area(case: Case | None, of_unit: int | None) -> int | None:
    return case.area_id if case is not None and case.area_id else of_unit


def _next(year: int) -> int:
    row, _made = YearSerial.objects.select_for_update().get_or_create(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def _step(order: Order, verb: str, text: str, actor: Actor, at: datetime) -> None:
    OrderStep.objects.create(order=order, verb=verb, text=text, person_id=access.me(actor), at=at)
    told = OrderMoved(
        order.pk, verb=verb, unit_id=order.unit_id, case_id=order.case_id, kind=order.kind,
        due=order.due_at.isoformat() if order.due_at else "",
    )  # fmt: skip
    record(told, by=actor.by, at=at)
