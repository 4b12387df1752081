"""Reads for the dispatch tray: what the rules propose for a page of cases, what came back and why.

Every function takes the ids of one page and asks a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.models import Case
from huiying.cases.queries import COUNT_UP_TO, Row
from huiying.directory import queries as directory
from huiying.dispatch.models import Assignment, ClockRequest, Return
from huiying.dispatch.queries import Suggestion, suggest


def suggestions_for(idents: Sequence[int]) -> dict[int, Suggestion]:
    """What the published rules propose for each case; one query."""
    found = Case.objects.filter(pk__in=idents).only(
        "kind", "channel", "level", "title", "body", "address", "area", "category",
        "accused_unit", "received_at",
    )  # fmt: skip
    return {case.pk: suggest(case) for case in found}


@dataclass(frozen=True, slots=True)
class CameBack:
    """The last return of a case: who, why, on what ground, whom instead; what the rule said."""

    unit: str
    reason: str
    basis: str
    proposed_id: int
    proposed: str
    at: datetime
    times: int
    rule: str
    because: tuple[str, ...]


def returns_for(idents: Sequence[int]) -> dict[int, CameBack]:
    """The last return of each case, with how often it came back; one query."""
    found = (
        Return.objects.filter(case_id__in=idents)
        .select_related("assignment", "reason")
        .order_by("case_id", "id")
    )
    times: dict[int, int] = {}
    last: dict[int, Return] = {}
    for row in found:
        times[row.case_id] = times.get(row.case_id, 0) + 1
        last[row.case_id] = row
    return {ident: _came_back(row, times[ident]) for ident, row in last.items()}


def _came_back(row: Return, times: int) -> CameBack:
    trace = row.assignment.trace
    return CameBack(
        unit=_unit(row.assignment.unit_id),
        reason=row.reason.text,
        basis=row.basis,
        proposed_id=row.proposed_unit_id,
        proposed=_unit(row.proposed_unit_id),
        at=row.at,
        times=times,
        rule=str(trace.get("name", "")),
        because=tuple(trace.get("because", ())),
    )


def _unit(ident: int) -> str:
    row = directory.units().rows.get(ident)
    return row.label if row else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request for time that waits for a decision."""

    row: Row
    kind: str
    label: str
    unit: str
    reason: str
    asked_by: str
    asked_at: datetime
    until: datetime | None
    due_before: datetime


def waiting_requests(actor: Actor, kind: str, *, most: int = 100) -> tuple[list[Waiting], int]:
    """The oldest requests of a kind that wait, and how many there are, by index."""
    idents = _asked(actor, kind)
    rows = list(
        ClockRequest.objects.filter(pk__in=idents[:most])
        .select_related("reason", "asked_by", "assignment")
        .order_by("asked_at", "id")
    )
    by_id = {row.id: row for row in cases.rows_for([r.case_id for r in rows])}
    shown = [_waiting(r, by_id[r.case_id]) for r in rows if r.case_id in by_id]
    return shown, len(idents)


def count_waiting(actor: Actor, kind: str) -> int:
    return len(_asked(actor, kind))


def _asked(actor: Actor, kind: str) -> list[int]:
    """The oldest requests that wait, up to 1,001, on cases the actor sees; two queries by index.

    The few that wait are read first and then looked up among the cases, never the other way round.
    """
    waiting = ClockRequest.objects.filter(
        kind=kind, status=ClockRequest.Status.ASKED, assignment__open=True
    ).order_by("asked_at", "id")
    found = list(waiting.values_list("pk", "case_id")[: COUNT_UP_TO + 1])
    visible = Case.objects.filter(access.visible_to(actor), pk__in=[case for _pk, case in found])
    seen = set(visible.values_list("pk", flat=True))
    return [ident for ident, case in found if case in seen]


def _waiting(request: ClockRequest, row: Row) -> Waiting:
    return Waiting(
        row=row,
        kind=request.kind,
        label=str(request.get_kind_display()),
        unit=_unit(request.assignment.unit_id),
        reason=request.reason.text,
        asked_by=request.asked_by.name if request.asked_by else "",
        asked_at=request.asked_at,
        until=request.until,
        due_before=request.due_before,
    )


def rule_problems(suggestions: Sequence[Suggestion]) -> tuple[str, ...]:
    """Rules that could not be judged, each named once."""
    return tuple(dict.fromkeys(p for s in suggestions for p in s.problems))


@dataclass(frozen=True, slots=True)
class Reported:
    """What the unit reported about a case, for whoever checks it."""

    unit: str
    text: str
    at: datetime | None
    reworks: int


def reported_for(idents: Sequence[int]) -> dict[int, Reported]:
    """The open lead's result of each case; one query."""
    leads = Assignment.objects.filter(
        case_id__in=idents, role=Assignment.Role.LEAD, open=True
    ).select_related("result")
    return {
        lead.case_id: Reported(
            _unit(lead.unit_id),
            lead.result.text if lead.result else "",
            lead.reported_at,
            lead.reworks,
        )
        for lead in leads
    }
