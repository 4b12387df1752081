"""The shape of every verb: lock, version, state table, access, change, journal; one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import access
from huiying.cases.events import CaseEvent, digest
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note
from huiying.cases.refusals import Missing, NoSuchCase, NotNow, Stale
from huiying.cases.rules.workflow import BY_NAME, ENDED, STATE_LABELS, State, Verb
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.journal.queries import history
from huiying.statements import Statement, insert, update

FIELDS = Case._meta.concrete_fields  # noqa: SLF001 (Django documents _meta)
COLUMNS = tuple(f.attname for f in FIELDS if not f.primary_key)
LOCKED = Statement(lambda ident: Case.objects.select_for_update().filter(pk=ident))


@dataclass
class Deed:
    """A verb being done: the locked case, and what will be told to the journal."""

    case: Case
    verb: Verb
    actor: Actor
    at: datetime
    events: list[Event] = field(default_factory=list)

    def write(self, kind: NoteKind, text: str, *, to_person: bool = False) -> Note:
        """Keep prose that comes with the verb; required words that are missing refuse the verb."""
        text = text.strip()
        if not text and self.verb.text_required:
            raise Missing(field=self.verb.text)
        return write_note(self.case, kind, text, self.actor, self.at, to_person=to_person)

    def write_if(self, kind: NoteKind, text: str, *, to_person: bool = False) -> Note | None:
        """As `write`, but nothing is kept when no words were given and none are required."""
        if not text.strip() and not self.verb.text_required:
            return None
        return self.write(kind, text, to_person=to_person)

    def tell(self, event: Event) -> None:
        self.events.append(event)


def write_note(
    case: Case, kind: NoteKind, text: str, actor: Actor, at: datetime, *, to_person: bool = False
) -> Note:
    note = Note(
        case=case,
        kind=kind,
        text=text,
        at=at,
        author_id=actor.id,
        author_name=actor.name,
        to_person=to_person,
    )
    insert(note)
    return note


def words_of(note: Note | None) -> dict[str, object]:
    """The fields with which an event points at a note."""
    return {"note_id": note.pk, "words": digest(note.text)} if note else {}


@contextmanager
def act(
    name: str, case_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Deed]:
    """Do one verb. The body changes ``deed.case`` and tells events; the target state is set here.

    Raises NoSuchCase, Stale, NotNow, NotYours or Recused before anything is changed; whatever the
    body raises undoes everything.
    """
    verb = BY_NAME[name]
    with transaction.atomic():
        case = lock(case_id)
        access.check(actor, verb, case)
        check_state(verb, case)
        if version is not None and version != case.version:
            raise Stale(number=case.number, who=_last_change(case))
        deed = Deed(case, verb, actor, at)
        before = _values(case)
        yield deed
        if verb.target is not None:
            enter(case, verb.target, at)
        save_changes(case, before, at)
        if deed.events:
            journal.record_all([(event, at) for event in deed.events], by=actor.by)


def lock(case_id: int) -> Case:
    case = LOCKED.first(case_id)
    if case is None:
        raise NoSuchCase(number=case_id)
    return case


def check_state(verb: Verb, case: Case) -> None:
    """The state table's word: may this verb be done in the state the case is in?"""
    if State(case.state) not in verb.sources:
        raise NotNow(number=case.number, state=STATE_LABELS[State(case.state)], verb=verb.label)


def enter(case: Case, state: State, at: datetime) -> None:
    """Put a case into a state and keep what depends on it true."""
    case.state = state
    case.open = state not in ENDED
    case.closed_at = None if case.open else (case.closed_at or at)


def touch(case: Case, at: datetime) -> None:
    """Give a case whose belongings changed the next version, so that stale forms are noticed."""
    case.version += 1
    case.changed_at = at
    update(case, ("version", "changed_at"))


def save_changes(case: Case, before: dict[str, object], at: datetime) -> None:
    """Save only what changed, with the next version."""
    case.version += 1
    case.changed_at = at
    changed = [name for name, value in _values(case).items() if before[name] != value]
    update(case, changed)


def _values(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in COLUMNS}


def _last_change(case: Case) -> str:
    last = history("case", case.pk, most=1)
    return last[0].actor_name if last else ""


def only(event: type[CaseEvent], deed: Deed, note: Note | None = None, **more: object) -> None:
    """Tell the journal one event about the deed's case, with the note that came with it."""
    deed.tell(event(deed.case.pk, **words_of(note), **more))  # type: ignore[arg-type]
