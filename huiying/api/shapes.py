"""What is told about a case. A resident's name and phone are in none of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Schema

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.queries import Row
from huiying.cases.rules.masking import mask_words
from huiying.cases.rules.workflow import DESK, STATE_LABELS, UNIT, State
from huiying.cases.types import Case
from huiying.directory import queries as directory


class Named(Schema):
    """A unit, an area or a category."""

    id: int
    code: str
    name: str


class CaseLine(Schema):
    """A case as lists tell it."""

    number: str
    title: str
    kind: str
    channel: str
    level: str
    state: str
    state_label: str
    open: bool
    received_at: datetime
    due_at: datetime | None
    suspended_until: datetime | None
    closed_at: datetime | None
    unit: Named | None
    area: Named | None
    category: Named | None
    address: str
    returns: int
    confidential: bool
    version: int


class CaseTold(CaseLine):
    """One case whole. ``verbs`` are what this caller may do with it now."""

    body: str
    lon: float | None = Field(description="WGS-84")
    lat: float | None = Field(description="WGS-84")
    source: str
    source_number: str
    declining: str
    closing: str
    cause: int | None
    master: str | None
    parent: str | None
    cycle: int
    dispatched_at: datetime | None
    reported_at: datetime | None
    changed_at: datetime
    sees_reporter: bool
    verbs: list[str]


def unit(ident: int | None) -> Named | None:
    row = directory.units().rows.get(ident or 0)
    return Named(id=row.id, code=row.code, name=row.name) if row else None


def area(ident: int | None) -> Named | None:
    row = directory.areas().rows.get(ident or 0)
    return Named(id=row.id, code=row.code, name=row.name) if row else None


def category(ident: int | None) -> Named | None:
    row = directory.categories().rows.get(ident or 0)
    return Named(id=row.id, code=row.code, name=row.name) if row else None


def line(actor: Actor, row: Row) -> CaseLine:
    """A case of a list; phone numbers in its words are masked for those who may not know them."""
    clear = actor.has(*DESK) or (actor.has(*UNIT) and not row.confidential)
    shown: Callable[[str], str] = str if clear else mask_words
    return CaseLine(
        **_common(row, shown),
        version=row.version,
    )


def told(actor: Actor, case: Case) -> CaseTold:
    """One case for this caller."""
    sees = access.sees_reporter(actor, case)
    shown: Callable[[str], str] = str if sees else mask_words
    return CaseTold(
        **_common(case, shown),
        version=case.version,
        body=shown(case.body),
        lon=case.lon,
        lat=case.lat,
        source=case.source,
        source_number=case.source_number,
        declining=case.declining,
        closing=case.closing,
        cause=case.cause_id,
        master=case.master.number if case.master else None,
        parent=case.parent.number if case.parent else None,
        cycle=case.cycle,
        dispatched_at=case.dispatched_at,
        reported_at=case.reported_at,
        changed_at=case.changed_at,
        sees_reporter=sees,
        verbs=[verb.name for verb in access.verbs_for(actor, case) if not verb.system],
    )


def _common(of: Row | Case, shown: Callable[[str], str]) -> dict[str, Any]:
    return {
        "number": of.number,
        "title": shown(of.title),
        "kind": of.kind,
        "channel": of.channel,
        "level": of.level,
        "state": of.state,
        "state_label": _(STATE_LABELS[State(of.state)]),
        "open": of.open,
        "received_at": of.received_at,
        "due_at": of.due_at,
        "suspended_until": of.suspended_until,
        "closed_at": of.closed_at,
        "unit": unit(of.lead_unit_id),
        "area": area(of.area_id),
        "category": category(of.category_id),
        "address": shown(of.address),
        "returns": of.returns,
        "confidential": of.confidential,
    }
