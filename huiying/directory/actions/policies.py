"""Deadline policies 办理时限: editions follow one another and are never rewritten.

A limit that has held was printed on work orders (条例 art. 13), so a later one gets a later
effective date and the old one is ended; only an edition that does not hold yet may be corrected.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db.models import Q, QuerySet

from huiying.directory.actions.core import (
    Put,
    assign,
    check_choice,
    check_filled,
    check_length,
    get,
    label,
    tell,
    writing,
)
from huiying.directory.events import PolicyAdded, PolicyChanged, PolicyEnded
from huiying.directory.models import Category, DeadlinePolicy
from huiying.directory.refusals import (
    CATEGORY,
    POLICY,
    Empty,
    PolicyBackwards,
    PolicyHolds,
    PolicyOverlaps,
)
from huiying.journal import actions as journal
from huiying.journal.events import By
from huiying.lib.workdays import SHANGHAI


class PolicyValues(TypedDict, total=False):
    """Amounts are whole numbers from 1 on, None for a step without a limit of its own."""

    effective_to: date | None
    basis: str
    sign_amount: int | None
    sign_unit: str
    contact_amount: int | None
    contact_unit: str
    report_amount: int | None
    report_unit: str
    resolve_amount: int
    resolve_unit: str


def put_policy(
    *,
    effective_from: date,
    by: By,
    at: datetime,
    kind: str = "",
    category_id: int | None = None,
    level: str = "",
    **values: Unpack[PolicyValues],
) -> Put[DeadlinePolicy]:
    """Add an edition for kind × category × level ("" and None: any) from a day on.

    The edition before it is ended that day; one without an end lasts till the next edition that
    there is. Raises PolicyHolds when the edition of that day holds already and differs,
    PolicyOverlaps, PolicyBackwards, Empty, BadKind and NotFound.
    """
    with writing():
        if category_id is not None:
            get(Category, category_id, CATEGORY)
        editions = _editions(kind, category_id, level)
        row = editions.filter(effective_from=effective_from).first() or DeadlinePolicy(
            kind=kind, category_id=category_id, level=level, effective_from=effective_from
        )
        later = editions.filter(effective_from__gt=effective_from).first()
        end = _end(values.get("effective_to", row.effective_to), effective_from, later)
        changes = assign(row, {**values, "effective_to": end})
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            _check(row)
            _check_open(put, at)
            _end_earlier(editions, effective_from, by, at)
            row.save()
        tell(put, PolicyAdded, PolicyChanged, effective_from.isoformat(), by=by, at=at)
    return put


def end_policy(*, policy_id: int, on: date, by: By, at: datetime) -> DeadlinePolicy:
    """Let an edition end: ``on`` is the first day without it, today at the earliest.

    Raises NotFound, PolicyBackwards and PolicyHolds.
    """
    with writing():
        row = get(DeadlinePolicy, policy_id, POLICY)
        if on <= row.effective_from:
            raise PolicyBackwards(until=on, day=row.effective_from)
        if on < _today(at) or (row.effective_to is not None and on > row.effective_to):
            raise PolicyHolds(day=row.effective_from)
        _finish(row, on, by, at)
    return row


def _editions(kind: str, category_id: int | None, level: str) -> QuerySet[DeadlinePolicy]:
    same = DeadlinePolicy.objects.select_for_update()
    same = same.filter(category=None) if category_id is None else same.filter(category=category_id)
    return same.filter(kind=kind, level=level).order_by("effective_from")


def _end(given: date | None, start: date, later: DeadlinePolicy | None) -> date | None:
    if given is not None and given <= start:
        raise PolicyBackwards(until=given, day=start)
    if later is None:
        return given
    if given is not None and given > later.effective_from:
        raise PolicyOverlaps(until=given, day=later.effective_from)
    return given or later.effective_from


def _check(row: DeadlinePolicy) -> None:
    check_filled(row, str(row.effective_from), "resolve_amount")
    for step in row.steps:
        check_choice(row, f"{step}_unit")
        amount = getattr(row, f"{step}_amount")
        if amount is not None and amount < 1:
            raise Empty(key=row.effective_from, field=label(row, f"{step}_amount"))
    for name in ("kind", "level"):
        if getattr(row, name):
            check_choice(row, name)
    check_length(row)


def _check_open(put: Put[DeadlinePolicy], at: datetime) -> None:
    """An edition that holds may still get an end to come, and nothing else."""
    row, today = put.row, _today(at)
    if put.created or row.effective_from > today:
        return
    ends = [end for end in put.changes.get("effective_to", ()) if end]
    if set(put.changes) - {"effective_to"} or any(end <= today.isoformat() for end in ends):
        raise PolicyHolds(day=row.effective_from)


def _end_earlier(editions: QuerySet[DeadlinePolicy], on: date, by: By, at: datetime) -> None:
    still = editions.filter(Q(effective_to=None) | Q(effective_to__gt=on), effective_from__lt=on)
    for row in still:
        _finish(row, on, by, at)


def _finish(row: DeadlinePolicy, on: date, by: By, at: datetime) -> None:
    row.effective_to = on
    row.save(update_fields=["effective_to"])
    journal.record(PolicyEnded(row.pk, effective_to=on.isoformat()), by=by, at=at)


def _today(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
