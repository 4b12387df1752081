"""Units 承办单位: added, changed, moved, deactivated; never deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict, Unpack

from huiying.directory.actions.core import (
    Put,
    assign,
    check_choice,
    check_code,
    check_filled,
    check_length,
    find,
    get,
    tell,
    writing,
)
from huiying.directory.actions.trees import settle
from huiying.directory.events import UnitAdded, UnitChanged
from huiying.directory.models import Area, Unit, WorkCalendar
from huiying.directory.refusals import (
    AREA,
    CALENDAR,
    CREDIT_CODE,
    UNIT,
    BadCreditCode,
    Duplicate,
)
from huiying.directory.rules.codes import is_credit_code
from huiying.journal.events import By


class UnitValues(TypedDict, total=False):
    """What can be said about a unit; what is left out stays as it is."""

    name: str
    kind: str
    short_name: str
    parent_id: int | None
    credit_code: str
    area_id: int | None
    duties: str
    calendar_id: int | None
    phone: str
    active: bool


def put_unit(
    *, code: str, by: By, at: datetime, unit_id: int | None = None, **values: Unpack[UnitValues]
) -> Put[Unit]:
    """Add a unit or change the one with this code; with ``unit_id`` the code may change as well.

    A new unit needs name and kind. Raises NotFound, Duplicate, Empty, BadCode, BadCreditCode,
    BadKind, and those of trees.settle.
    """
    code = check_code(code)
    with writing():
        row = find(Unit, unit_id, UNIT, code=code)
        changes = assign(row, {"code": code, **values})
        put = Put(row, row.pk is None, changes)
        if put.created or changes:
            _check(row)
            settle(row, UNIT)
        tell(put, UnitAdded, UnitChanged, code, by=by, at=at)
    return put


def deactivate_unit(*, unit_id: int, by: By, at: datetime) -> Put[Unit]:
    """Take a unit out of choices; its history stays. Raises NotFound and StillUsed."""
    with writing():
        row = get(Unit, unit_id, UNIT)
        return put_unit(code=row.code, unit_id=unit_id, active=False, by=by, at=at)


def _check(row: Unit) -> None:
    check_filled(row, row.code, "name", "kind")
    check_choice(row, "kind")
    check_length(row)
    if row.area_id is not None:
        get(Area, row.area_id, AREA)
    if row.calendar_id is not None:
        get(WorkCalendar, row.calendar_id, CALENDAR)
    if row.credit_code:
        _check_credit_code(row)


def _check_credit_code(row: Unit) -> None:
    if not is_credit_code(row.credit_code):
        raise BadCreditCode(key=row.credit_code)
    other = Unit.objects.filter(credit_code=row.credit_code).exclude(pk=row.pk).first()
    if other is not None:
        raise Duplicate(what=CREDIT_CODE, key=row.credit_code, name=str(other))
