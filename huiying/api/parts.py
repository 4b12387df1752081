"""What belongs to a case: assignments, notes, call-backs, its own lines of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from huiying.api import shapes
from huiying.api.callers import caller_of
from huiying.api.cases import Number
from huiying.api.shapes import Named
from huiying.cases import access
from huiying.cases import queries as cases
from huiying.cases.feed import Told, told_of
from huiying.cases.rules.masking import mask_words
from huiying.cases.types import Case, Note
from huiying.dispatch import queries as dispatch
from huiying.journal import queries as journal
from huiying.oversight import queries as oversight

router = Router(tags=["cases"])


class AssignmentTold(Schema):
    """A case with a unit 派单; limits and when they were met."""

    id: int
    cycle: int
    role: str
    unit: Named | None
    open: bool
    ended: str
    ended_at: datetime | None
    binding: bool
    note: str
    result: str
    rule: str = Field(description="The rule that chose the unit; empty for a person's choice.")
    dispatched_at: datetime
    sign_due: datetime | None
    contact_due: datetime | None
    report_due: datetime | None
    resolve_due: datetime | None
    signed_at: datetime | None
    contacted_at: datetime | None
    progressed_at: datetime | None
    reported_at: datetime | None
    reworks: int
    on_time: bool | None


class NoteTold(Schema):
    """Words about a case; a unit's report is of kind ``result``."""

    id: int
    kind: str
    text: str
    at: datetime
    author: str
    to_person: bool


class CallBackTold(Schema):
    id: int
    cycle: int
    unit: Named | None
    method: str
    reached: bool
    contacted: bool | None
    responded: bool | None
    solved: str
    satisfied: str
    why_not: str
    text: str
    by: str
    at: datetime


class LineTold(Schema):
    """A line of the journal. ``data`` holds references and codes, never a resident's words."""

    id: int
    at: datetime
    event: str
    topic: str
    subject: int | None
    case: str
    actor: str
    data: dict[str, Any]


def line(told: Told) -> LineTold:
    return LineTold.model_validate(told_of(told))


def _case(request: HttpRequest, number: str) -> tuple[Case, Callable[[str], str]]:
    """The case, and how its words may be shown to this caller."""
    actor = caller_of(request).actor
    case = access.get_case(actor, number, whole=False)
    return case, str if access.sees_reporter(actor, case) else mask_words


@router.get("/{number}/assignments", response=list[AssignmentTold], operation_id="list_assignments")
def assignments(request: HttpRequest, number: Number) -> list[AssignmentTold]:
    """Every assignment of a case in the order they were made."""
    case, shown = _case(request, number)
    plain = (
        "id", "cycle", "role", "open", "ended", "ended_at", "binding", "dispatched_at",
        "sign_due", "contact_due", "report_due", "resolve_due", "signed_at", "contacted_at",
        "progressed_at", "reported_at", "reworks", "on_time",
    )  # fmt: skip
    return [
        AssignmentTold(
            unit=shapes.unit(found.unit_id),
            note=_text(found.note, shown),
            result=_text(found.result, shown),
            rule=str((found.trace or {}).get("name", "")),
            **{name: getattr(found, name) for name in plain},
        )
        for found in dispatch.assignments_of(case)
    ]


@router.get("/{number}/notes", response=list[NoteTold], operation_id="list_notes")
def notes(request: HttpRequest, number: Number) -> list[NoteTold]:
    """Everything that was said about a case: remarks, reasons, reports, messages, answers."""
    case, shown = _case(request, number)
    return [
        NoteTold(
            id=note.pk,
            kind=note.kind,
            text=shown(note.text),
            at=note.at,
            author=note.author_name,
            to_person=note.to_person,
        )
        for note in cases.notes_of(case)
    ]


@router.get("/{number}/call-backs", response=list[CallBackTold], operation_id="list_call_backs")
def call_backs(request: HttpRequest, number: Number) -> list[CallBackTold]:
    """Every call-back of a case in the order they were made."""
    case, shown = _case(request, number)
    plain = ("id", "cycle", "method", "reached", "contacted", "responded", "solved", "satisfied")
    return [
        CallBackTold(
            unit=shapes.unit(found.unit_id),
            why_not=shown(found.why_not),
            text=_text(found.note, shown),
            by=found.by.name if found.by else "",
            at=found.at,
            **{name: getattr(found, name) for name in plain},
        )
        for found in oversight.call_backs_of(case)
    ]


@router.get("/{number}/journal", response=list[LineTold], operation_id="list_case_journal")
def history(request: HttpRequest, number: Number) -> list[LineTold]:
    """What happened to a case, oldest first; at most the newest 500 lines."""
    case, _shown = _case(request, number)
    return [line(Told(found, case.number)) for found in journal.history("case", case.pk)]


def _text(note: Note | None, shown: Callable[[str], str]) -> str:
    return shown(note.text) if note else ""
