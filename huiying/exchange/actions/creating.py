"""New cases from rows, thousands at a time, with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiying.accounts.actors import Actor
from huiying.cases import people
from huiying.cases.actions.intake import next_numbers
from huiying.cases.events import Closed, Imported, Received, digest
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note, Reporter
from huiying.cases.rules.workflow import Closing
from huiying.directory.kinds import Crs
from huiying.dispatch.models import Assignment
from huiying.exchange.actions.one_change import Told, answers_of, due_of
from huiying.exchange.bulk import Bulk, as_json, moment
from huiying.exchange.facts import Facts
from huiying.exchange.models import ImportedRow, ImportRun
from huiying.journal import actions as journal
from huiying.lib.numbers import tracking_code
from huiying.oversight.events import CalledBack
from huiying.oversight.models import CallBack
from huiying.search import index

CASES, REPORTERS, NOTES = Bulk(Case), Bulk(Reporter), Bulk(Note)
IMPORTED = as_json({"imported": True})  # the trace of an assignment that a file told us of
ASSIGNMENTS, CALLS, ROWS = Bulk(Assignment), Bulk(CallBack), Bulk(ImportedRow)


class Creation:
    """One batch of new cases, in the caller's transaction."""

    def __init__(self, run: ImportRun, actor: Actor, at: datetime) -> None:
        self.run, self.actor, self.at, self.now = run, actor, at, moment(at)
        self.notes: list[dict[str, Any]] = []
        self.reporters: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.events: Told = []

    def create(self, batch: Sequence[Facts]) -> None:
        """Insert the cases of a batch. The rows must be new: nothing is looked up."""
        if not batch:
            return
        self._reserve(batch)
        numbers = next_numbers(self.at, len(batch))
        ids = CASES.reserve(len(batch))
        cases = [
            self._case(facts, ident, number)
            for facts, ident, number in zip(batch, ids, numbers, strict=True)
        ]
        REPORTERS.insert(self.reporters)
        CASES.insert(cases)
        NOTES.insert(self.notes)
        ASSIGNMENTS.insert(self.assignments)
        CALLS.insert(self.calls)
        ROWS.insert(
            {"case_id": ident, "run_id": self.run.pk, "created": True, "marks": facts.marks}
            for facts, ident in zip(batch, ids, strict=True)
        )
        index.put([(i, facts.search_text) for facts, i in zip(batch, ids, strict=True)])
        journal.record_all(self.events, by=self.actor.by)

    def _reserve(self, batch: Sequence[Facts]) -> None:
        replies = sum(bool(facts.row.reply) for facts in batch)
        self.note_ids = iter(NOTES.reserve(replies))
        self.reporter_ids = iter(REPORTERS.reserve(sum(bool(facts.contact) for facts in batch)))
        self.call_ids = iter(CALLS.reserve(sum(_called(facts) for facts in batch)))
        self.assignment_ids = iter(ASSIGNMENTS.reserve(sum(_assigned(facts) for facts in batch)))

    def _case(self, facts: Facts, ident: int, number: str) -> dict[str, Any]:
        row, closed = facts.row, facts.closed
        point = row.point or (None, None)
        lead = facts.unit_id if closed else None
        sent = (row.dispatched or row.received) if lead else None
        note_id = self._note(facts, ident)
        self._tell(facts, ident, number, note_id)
        if lead:
            self._assignment(facts, ident, note_id)
        return {
            "id": ident,
            "number": number,
            "tracking_code": tracking_code(),
            "source": self.run.source,
            "source_number": row.number,
            "kind": row.kind,
            "channel": row.channel,
            "level": row.level,
            "title": row.title,
            "body": row.body,
            "address": row.address,
            "area_id": facts.area_id,
            "category_id": facts.category_id,
            "lon": point[0],
            "lat": point[1],
            "source_crs": self.run.crs or Crs.WGS84.value,
            "extra": as_json(facts.extra),
            "reporter_id": self._reporter(facts),
            "confidential": row.confidential,
            "state": row.state,
            "open": not closed,
            "closing": Closing.IMPORTED.value if closed else "",
            "lead_unit_id": lead,
            "received_at": moment(row.received),
            "dispatched_at": moment(sent),
            "due_at": moment(due_of(facts, sent)),
            "reported_at": moment(row.replied if closed else None),
            "closed_at": moment(row.closed),
            "changed_at": self.now,
        }

    def _reporter(self, facts: Facts) -> int | None:
        contact = facts.contact
        if not contact:
            return None
        ident = next(self.reporter_ids)
        sealed = people.seal(contact)
        self.reporters.append(
            {
                "id": ident,
                "name_sealed": sealed.name_sealed,
                "phone_sealed": sealed.phone_sealed,
                "email_sealed": sealed.email_sealed,
                "name_index": sealed.name_index,
                "phone_index": sealed.phone_index,
                "email_index": sealed.email_index,
                "name_masked": sealed.name_masked,
                "phone_masked": sealed.phone_masked,
            }
        )
        return ident

    def _note(self, facts: Facts, case_id: int) -> int | None:
        """The reply in the file: the result, which the person may read once the case is closed."""
        row = facts.row
        if not row.reply:
            return None
        ident = next(self.note_ids)
        self.notes.append(
            {
                "id": ident,
                "case_id": case_id,
                "kind": (NoteKind.RESULT if facts.closed else NoteKind.REMARK).value,
                "text": row.reply,
                "at": moment(row.replied or row.closed or row.received),
                "author_name": row.unit[:80],
                "to_person": facts.closed,
            }
        )
        return ident

    def _assignment(self, facts: Facts, case_id: int, note_id: int | None) -> None:
        row = facts.row
        sent = row.dispatched or row.received
        due = due_of(facts, sent)
        self.assignments.append(
            {
                "id": next(self.assignment_ids),
                "case_id": case_id,
                "unit_id": facts.unit_id,
                "role": Assignment.Role.LEAD.value,
                "trace": IMPORTED,
                "open": False,
                "ended": Assignment.Ended.DONE.value,
                "ended_at": moment(row.closed),
                "dispatched_at": moment(sent),
                "resolve_due": moment(due),
                "reported_at": moment(row.replied),
                "result_id": note_id,
                "on_time": None if due is None or row.closed is None else row.closed <= due,
            }
        )

    def _tell(self, facts: Facts, ident: int, number: str, note_id: int | None) -> None:
        row = facts.row
        received = Received(
            ident,
            number=number,
            kind=row.kind,
            channel=row.channel,
            source=self.run.source,
            area_id=facts.area_id,
            category_id=facts.category_id,
        )
        self.events.append((received, row.received))
        if _called(facts) and row.closed:
            self._call(facts, ident, row.closed)
        if row.closed:
            words = digest(row.reply)
            closed = Closed(ident, note_id, words, closing=Closing.IMPORTED.value)
            self.events.append((closed, row.closed))
        self.events.append((Imported(ident, run_id=self.run.pk, created=True), self.at))

    def _call(self, facts: Facts, case_id: int, at: datetime) -> None:
        call = answers_of(facts) | {
            "id": next(self.call_ids),
            "case_id": case_id,
            "cycle": 1,
            "at": moment(at),
        }
        self.calls.append(call)
        event = CalledBack(
            case_id,
            call_back_id=call["id"],
            unit_id=facts.unit_id,
            reached=True,
            responded=call["responded"],
            solved=facts.row.solved,
            satisfied=facts.row.satisfied,
        )
        self.events.append((event, at))


def _called(facts: Facts) -> bool:
    return facts.closed and bool(facts.row.solved)


def _assigned(facts: Facts) -> bool:
    return facts.closed and facts.unit_id is not None
