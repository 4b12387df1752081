"""Writing an issue: of a case, or of what somebody found in the field."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.column import access
from huiying.column.actions.core import act, reporter_of
from huiying.column.events import ExposureDrafted, ExposureEdited
from huiying.column.models import Exposure
from huiying.column.refusals import DuePassed, Needed
from huiying.column.rules import words
from huiying.directory import queries as directory
from huiying.journal import actions as journal
from huiying.lib.text import tidy

PROSE = {"title": "标题", "words": "问题", "asked": "整改要求"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an editor writes. ``due_at``: until when the unit has to put it right, aware."""

    title: str
    words: str
    asked: str
    unit_id: int
    due_at: datetime
    place: str = ""
    area_id: int | None = None


def draft(*, facts: Facts, actor: Actor, at: datetime, case_number: str = "") -> Exposure:
    """Begin an issue; nobody outside sees it yet.

    Raises NotEditor, NoSuchCase, NothingExposed, Needed, DuePassed, PersonInside, ReporterInside.
    """
    access.check_editor(actor)
    with transaction.atomic():
        case = access.case_for(actor, case_number) if case_number else None
        row = Exposure(case=case, drafted_at=at, drafted_by=actor.name, changed_at=at)
        _fill(row, facts, at)
        row.save()
        event = ExposureDrafted(row.pk, case_id=_ident(case), unit_id=row.unit_id)
        journal.record(event, by=actor.by, at=at)
    return row


def edit(
    *, exposure_id: int, facts: Facts, actor: Actor, at: datetime, version: int | None = None
) -> Exposure:
    """Write a draft anew, or mend the words of a published issue; its term stays then."""
    with act("edit", exposure_id, actor=actor, at=at, version=version) as deed:
        row, due_at = deed.row, deed.row.due_at
        before = {name: getattr(row, name) for name in asdict(facts)}
        public = row.published_at is not None
        _fill(row, facts, at, term=not public)
        if public:
            row.due_at = due_at
        changed = [name for name, value in before.items() if getattr(row, name) != value]
        deed.tell(ExposureEdited(row.pk, fields=" ".join(changed)))
    return row


def _fill(row: Exposure, facts: Facts, at: datetime, *, term: bool = True) -> None:
    for name, value in asdict(facts).items():
        setattr(row, name, tidy(value) if isinstance(value, str) else value)
    for name, label in PROSE.items():
        if not getattr(row, name):
            raise Needed(field=label)
    directory.unit(row.unit_id)
    words.check([row.title, row.words, row.asked, row.place], reporter_of(row))
    if term and row.due_at <= at:
        raise DuePassed


def _ident(case: Case | None) -> int | None:
    return case.pk if case else None
