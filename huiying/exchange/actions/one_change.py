"""One case and its changed row: fact by fact, forward only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiying.cases import people
from huiying.cases.events import Closed, digest
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note, Reporter
from huiying.cases.rules.workflow import Closing, State
from huiying.dispatch.models import Assignment
from huiying.exchange.facts import Facts
from huiying.exchange.rules.marks import FACTS, SIZE, mark
from huiying.journal.events import Event
from huiying.oversight.events import CalledBack
from huiying.oversight.models import CallBack

Told = list[tuple[Event, datetime]]

UNTOUCHED = (State.RECEIVED, State.FILED)
# Fact → attribute. People may have corrected these here; then the file does not.
PLAIN = {
    "kind": "kind",
    "channel": "channel",
    "level": "level",
    "title": "title",
    "body": "body",
    "category": "category_id",
    "area": "area_id",
    "address": "address",
}


@dataclass
class More:
    """What goes with a change: events for the journal, counts for the report."""

    events: Told = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def bring_up(
    case: Case,
    facts: Facts,
    names: tuple[str, ...],
    before: bytes,
    headers: frozenset[str],
    at: datetime,
) -> tuple[tuple[str, ...], More]:
    """Take over the facts of these names into a locked case and save it; returns those taken."""
    change = _Change(case, facts, before, headers, at)
    told = tuple(name for name in FACTS if name in names and change.take(name))
    case.version += 1
    case.changed_at = at
    case.save()
    return told, change.more


def answers_of(facts: Facts) -> dict[str, Any]:
    """The answers as a call-back holds them. Files do not say whether the unit answered the
    person; a reply in the file counts as an answer."""
    return {
        "unit_id": facts.unit_id,
        "method": CallBack.Method.IMPORT.value,
        "reached": True,
        "responded": True if facts.row.reply else None,
        "solved": facts.row.solved,
        "satisfied": facts.row.satisfied,
    }


def due_of(facts: Facts, sent: datetime | None) -> datetime | None:
    """The limit in the file, unless it lies before the dispatch."""
    due = facts.row.due
    return None if due and sent and due < sent else due


class _Change:
    def __init__(
        self, case: Case, facts: Facts, before: bytes, headers: frozenset[str], at: datetime
    ) -> None:
        self.case, self.facts, self.row = case, facts, facts.row
        self.before, self.headers, self.at = before, headers, at
        self.more = More()

    @property
    def by_import(self) -> bool:
        """Whether an import closed it, so that the file still speaks for how it ended."""
        return self.case.closing == Closing.IMPORTED

    @property
    def untouched(self) -> bool:
        """Nobody has begun to handle it: not dispatched before and recalled, not reopened."""
        case = self.case
        return case.state in UNTOUCHED and case.cycle == 1 and case.dispatched_at is None

    def take(self, name: str) -> bool:
        """Take one fact over; False when it must stay as it is here."""
        if name in PLAIN:
            return self._plain(name)
        return bool(getattr(self, f"_{name}")())

    def _plain(self, name: str) -> bool:
        attribute = PLAIN[name]
        current = getattr(self.case, attribute)
        place = FACTS.index(name) * SIZE
        theirs = self.before[place : place + SIZE]
        if current not in (None, "") and mark(current) != theirs:
            self.more.remarks.append("corrected_here")
            return False
        wanted = getattr(self.facts, attribute, None) if attribute.endswith("_id") else (
            getattr(self.row, attribute)
        )  # fmt: skip
        if wanted == current:
            return False
        setattr(self.case, attribute, wanted)
        return True

    def _point(self) -> bool:
        self.case.lon, self.case.lat = self.row.point or (None, None)
        return True

    def _received(self) -> bool:
        if not self.row.received_sure:
            return False
        self.case.received_at = self.row.received
        return True

    def _due(self) -> bool:
        if not (self.by_import or self.untouched):
            return False
        self.case.due_at = due_of(self.facts, self.case.dispatched_at)
        return True

    def _contact(self) -> bool:
        """The file's contact data holds; a wish for confidentiality is never taken back."""
        contact = self.facts.contact
        self.case.confidential = self.case.confidential or self.row.confidential
        if self.case.reporter is None and not contact:
            return self.row.confidential
        reporter = people.fill(self.case.reporter or Reporter(), contact)
        reporter.save()
        self.case.reporter = reporter
        return True

    def _state(self) -> bool:
        """From received or filed to closed, never back."""
        if self.row.closed is None:
            self.more.remarks.append("not_reopened" if not self.case.open else "state_kept")
            return False
        if self.by_import:
            self._end()
            return True
        if not self.untouched:
            self.more.remarks.append("in_hand")
            return False
        self._end()
        self.case.state, self.case.open = State.CLOSED, False
        self.case.closing = Closing.IMPORTED
        self._unit()
        self._answers()
        note = self._write()
        words = digest(self.row.reply) if note else ""
        closed = Closed(
            self.case.pk, note.pk if note else None, words, closing=Closing.IMPORTED.value
        )
        self.more.events.append((closed, self.row.closed))
        return True

    def _end(self) -> None:
        self.case.closed_at = self.row.closed
        self.case.reported_at = self.row.replied

    def _reply(self) -> bool:
        """New words of the unit. While people handle the case here, they are a remark for them."""
        known = Note.objects.filter(case=self.case, text=self.row.reply)
        return known.exists() or self._write() is not None

    def _write(self) -> Note | None:
        if not self.row.reply:
            return None
        note = Note.objects.create(
            case=self.case,
            kind=NoteKind.RESULT if self.by_import else NoteKind.REMARK,
            text=self.row.reply,
            at=self.row.replied or self.at,
            author_name=self.row.unit[:80],
            to_person=self.by_import,
        )
        if self.by_import:
            Assignment.objects.filter(case=self.case, trace={"imported": True}).update(result=note)
        return note

    def _unit(self) -> bool:
        """The unit that answered, as a lead that has ended."""
        unit_id, closed = self.facts.unit_id, self.row.closed
        if not self.by_import or unit_id is None or closed is None:
            return False
        sent = self.row.dispatched or self.row.received
        due = due_of(self.facts, sent)
        self.case.lead_unit_id, self.case.dispatched_at, self.case.due_at = unit_id, sent, due
        Assignment.objects.update_or_create(
            case=self.case,
            trace={"imported": True},
            defaults={
                "unit_id": unit_id,
                "role": Assignment.Role.LEAD,
                "open": False,
                "ended": Assignment.Ended.DONE,
                "ended_at": closed,
                "dispatched_at": sent,
                "resolve_due": due,
                "reported_at": self.row.replied,
                "on_time": None if due is None else closed <= due,
            },
        )
        return True

    def _answers(self) -> bool:
        """What the person said about how it ended."""
        if not self.by_import or not self.row.solved or self.row.closed is None:
            return False
        call, _made = CallBack.objects.update_or_create(
            case=self.case,
            method=CallBack.Method.IMPORT,
            defaults={**answers_of(self.facts), "cycle": self.case.cycle, "at": self.row.closed},
        )
        event = CalledBack(
            self.case.pk,
            call_back_id=call.pk,
            unit_id=call.unit_id,
            cycle=call.cycle,
            reached=True,
            responded=call.responded,
            solved=call.solved,
            satisfied=call.satisfied,
        )
        self.more.events.append((event, self.row.closed))
        return True

    def _extra(self) -> bool:
        """The file's own columns are replaced; what others keep with the case stays."""
        others = {k: v for k, v in self.case.extra.items() if k not in self.headers}
        self.case.extra = {**others, **self.facts.extra}
        return True
