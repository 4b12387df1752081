"""Requests of the test endpoint, told in the same shapes as open cases. All reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiying.cases.open_models import Trial
from huiying.cases.open_requests import MOST, OpenCase, Step, Wanted
from huiying.cases.rules.workflow import STATE_LABELS, State
from huiying.lib.geo import haversine

PREFIX = "TEST-"


def rows(numbers: Sequence[str]) -> QuerySet[Trial]:
    idents = [number.removeprefix(PREFIX) for number in numbers if number.startswith(PREFIX)]
    plain = [int(ident) for ident in idents if ident.isascii() and ident.isdigit()]
    return Trial.objects.filter(pk__in=[ident for ident in plain if ident < 2**63])


def find(wanted: Wanted, *, steps: bool = False) -> list[OpenCase]:
    """A page of test requests, newest first; the newest thousand are looked through."""
    newest = Trial.objects.order_by("-received_at", "-pk")[:MOST]
    cases = [case for case in map(_told, newest) if _fits(case, wanted)]
    shown = cases[(wanted.page - 1) * wanted.size : wanted.page * wanted.size]
    return shown if steps else [replace(case, steps=()) for case in shown]


def by_numbers(numbers: Sequence[str], *, steps: bool = False) -> list[OpenCase]:
    found = {str(row): _told(row) for row in rows(numbers[:MOST])}
    shown = [found[number] for number in dict.fromkeys(numbers) if number in found]
    return shown if steps else [replace(case, steps=()) for case in shown]


def steps_between(start: datetime, end: datetime, *, page: int = 1, size: int = MOST) -> list[Step]:
    """What was told about test requests in a span of time, oldest first."""
    newest = Trial.objects.order_by("-received_at", "-pk")[:MOST]
    steps = [step for row in newest for step in _steps(row) if start <= step.at <= end]
    steps.sort(key=lambda step: (step.at, step.id))
    return steps[(page - 1) * size : page * size]


def _fits(case: OpenCase, wanted: Wanted) -> bool:
    near = wanted.near
    return (
        (not wanted.codes or case.service_code in wanted.codes)
        and (wanted.closed is None or case.closed == wanted.closed)
        and _within(case.received_at, wanted.start, wanted.end)
        and _within(case.updated_at, wanted.updated_after, wanted.updated_before)
        and (near is None or _is_near(case, *near))
    )


def _within(at: datetime, first: datetime | None, last: datetime | None) -> bool:
    return (first is None or at >= first) and (last is None or at <= last)


def _is_near(case: OpenCase, lon: float, lat: float, metres: float) -> bool:
    if case.lon is None or case.lat is None:
        return False
    return haversine(lon, lat, case.lon, case.lat) <= metres


def _told(row: Trial) -> OpenCase:
    data: dict[str, Any] = row.data
    steps = _steps(row)
    closed = bool(steps) and steps[-1].closed
    return OpenCase(
        id=row.pk,
        number=str(row),
        closed=closed,
        notes=gettext(STATE_LABELS[State.CLOSED if closed else State.FILED]),
        service_code=data["service_code"],
        service_name=data["service_name"],
        description=data["description"],
        agency="",
        received_at=row.received_at,
        updated_at=steps[-1].at if steps else row.received_at,
        due_at=None,
        address=data["address"],
        area_code=data["area_code"],
        lon=data["lon"],
        lat=data["lat"],
        steps=tuple(steps),
    )


def _steps(row: Trial) -> list[Step]:
    return [
        Step(
            place,
            str(row),
            datetime.fromisoformat(update["at"]),
            bool(update["closed"]),
            update["text"],
        )
        for place, update in enumerate(row.data.get("updates", []), 1)
    ]
