"""Asking the person and closing honestly: call back 回访, excuse 不合理认定, close, reopen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from huiying.accounts.actors import Actor
from huiying.accounts.actors import system as system_actor
from huiying.cases.actions.core import Deed, act, only
from huiying.cases.events import Closed, Reopened
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Reporter
from huiying.cases.refusals import NotYours, OpenParts
from huiying.cases.rules.workflow import Closing, State
from huiying.directory import queries as directory
from huiying.dispatch.actions.assigning import end_all, lead_of
from huiying.dispatch.models import Assignment
from huiying.oversight.actions.checking import refuse_own_work
from huiying.oversight.actions.claiming import release
from huiying.oversight.events import CalledBack, ExcuseAsked, ExcuseDecided
from huiying.oversight.models import CallBack, Excuse
from huiying.oversight.refusals import (
    AnswersMissing,
    CheckFirst,
    ExcuseOpen,
    NotCalledBack,
    NothingToExcuse,
    NotYetExcused,
    WhyNotMissing,
)
from huiying.oversight.rules.closing import Call, Facts, closing_for
from huiying.statements import Statement, insert

# What closing looks at, each time.
ASKED = Statement(lambda case: Excuse.objects.filter(case_id=case, status=Excuse.Status.ASKED)[:1])
GRANTED = Statement(
    lambda case, cycle: Excuse.objects.filter(
        case_id=case, cycle=cycle, status=Excuse.Status.GRANTED
    ).values_list("pk")[:1]
)
CALLS = Statement(
    lambda case, cycle: CallBack.objects.filter(case_id=case, cycle=cycle).values_list(
        "reached", "solved", "satisfied"
    )
)
CONTACT = Statement(
    lambda reporter: Reporter.objects.filter(pk=reporter).values_list("phone_index", "email_sealed")
)
PARTS = Statement(
    lambda case: Case.objects.filter(parent_id=case, open=True).values_list("number")[:5]
)
DUPLICATES = Statement(
    lambda case: Case.objects.filter(master_id=case, state=State.MERGED).values_list("pk")
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said: contacted? responded? solved? satisfied? why not?"""

    reached: bool
    contacted: bool | None = None
    responded: bool | None = None
    solved: str = ""
    satisfied: str = ""
    why_not: str = ""
    method: str = CallBack.Method.PHONE


def call_back(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    answers: Answers,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Record a call-back (art. 23), by somebody else than the handler."""
    _check(answers)
    with act("call_back", case_id, actor=actor, at=at, version=version) as deed:
        lead = lead_of(deed.case)
        refuse_own_work(deed, lead)
        _refuse_unchecked(deed.case)
        note = deed.write_if(NoteKind.CALL, text)
        row = CallBack(
            case=deed.case,
            cycle=deed.case.cycle,
            unit_id=lead.unit_id,
            method=answers.method,
            reached=answers.reached,
            contacted=answers.contacted,
            responded=answers.responded,
            solved=answers.solved,
            satisfied=answers.satisfied,
            why_not=answers.why_not.strip()[:200],
            note=note,
            by_id=actor.id,
            at=at,
        )
        insert(row)
        only(
            CalledBack,
            deed,
            note,
            call_back_id=row.pk,
            unit_id=lead.unit_id,
            cycle=row.cycle,
            reached=row.reached,
            contacted=row.contacted,
            responded=row.responded,
            solved=row.solved,
            satisfied=row.satisfied,
        )
        release(case_id)
    return deed.case


def _check(answers: Answers) -> None:
    if answers.reached and not (answers.solved and answers.satisfied):
        raise AnswersMissing
    if not answers.reached and (answers.solved or answers.satisfied):
        raise AnswersMissing
    unhappy = answers.solved in ("no", "partly") or answers.satisfied == "no"
    if unhappy and not answers.why_not.strip():
        raise WhyNotMissing


def _refuse_unchecked(case: Case) -> None:
    category = directory.categories().rows.get(case.category_id or 0)
    if case.state == State.REPORTED and category and category.on_site_check:
        raise CheckFirst(number=case.number)


def propose_excuse(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Excuse:
    """Propose to accept an unsatisfied answer as unreasonable, with facts and grounds."""
    with act("propose_excuse", case_id, actor=actor, at=at, version=version) as deed:
        if _open_excuse(deed.case):
            raise ExcuseOpen(number=deed.case.number)
        if _ground(deed.case) is not None:
            raise NothingToExcuse(number=deed.case.number)
        note = deed.write(NoteKind.REASON, text)
        excuse = Excuse.objects.create(
            case=deed.case,
            cycle=deed.case.cycle,
            reason=note,
            asked_by_id=actor.id,
            asked_at=at,
        )
        only(ExcuseAsked, deed, note, excuse_id=excuse.pk)
    return excuse


def decide_excuse(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    grant: bool,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Approve or refuse, by somebody else than who proposed it."""
    with act("decide_excuse", case_id, actor=actor, at=at, version=version) as deed:
        excuse = _open_excuse(deed.case)
        if excuse is None:
            raise NothingToExcuse(number=deed.case.number)
        if actor.id is not None and excuse.asked_by_id == actor.id:
            raise NotYours(
                number=deed.case.number, verb=deed.verb.label, roles="提请人以外的督办员"
            )
        note = deed.write_if(NoteKind.REASON, text)
        excuse.status = Excuse.Status.GRANTED if grant else Excuse.Status.REFUSED
        excuse.decided_by_id, excuse.decided_at, excuse.decision = actor.id, at, note
        excuse.save()
        only(ExcuseDecided, deed, note, excuse_id=excuse.pk, granted=grant)
    return deed.case


def _open_excuse(case: Case) -> Excuse | None:
    return ASKED.first(case.pk)


def close(
    *, case_id: int, actor: Actor, at: datetime, text: str = "", version: int | None = None
) -> Case:
    """结案: only after a contented call-back, or excused by a ground that is named.

    Duplicates that were merged into the case end with it. Raises NotCalledBack, NotYetExcused,
    CheckFirst, ExcuseOpen, OpenParts.
    """
    with act("close", case_id, actor=actor, at=at, version=version) as deed:
        _refuse_open_parts(deed.case)
        _refuse_unchecked(deed.case)
        if _open_excuse(deed.case):
            raise ExcuseOpen(number=deed.case.number)
        ground = _ground(deed.case)
        if ground is None:
            _refuse_close(deed.case)
        note = deed.write_if(NoteKind.REMARK, text)
        _end(deed, str(ground))
        only(Closed, deed, note, closing=str(ground), cycle=deed.case.cycle)
        for (ident,) in DUPLICATES.all(deed.case.pk):
            _close_duplicate(ident, at)
    return deed.case


def _end(deed: Deed, ground: str) -> None:
    deed.case.closing = ground
    deed.case.suspended_until = None
    end_all(deed.case, Assignment.Ended.DONE, deed.at)


def _close_duplicate(case_id: int, at: datetime) -> None:
    with act("close_with_master", case_id, actor=system_actor("系统"), at=at) as deed:
        deed.case.closing = Closing.WITH_MASTER
        only(Closed, deed, closing=Closing.WITH_MASTER, cycle=deed.case.cycle)


def _refuse_open_parts(case: Case) -> None:
    parts = PARTS.all(case.pk)
    if parts:
        raise OpenParts(number=case.number, parts="、".join(number for (number,) in parts))


def _ground(case: Case) -> Closing | None:
    calls = [Call(*answers) for answers in CALLS.all(case.pk, case.cycle)]
    excused = bool(GRANTED.first(case.pk, case.cycle))
    contactable = case.reporter_id is not None and any(CONTACT.first(case.reporter_id) or ())
    return closing_for(
        Facts(calls, contactable=contactable, excused=excused, tries_enough=settings.CALL_TRIES)
    )


def _refuse_close(case: Case) -> None:
    last = CallBack.objects.filter(case=case, cycle=case.cycle, reached=True).last()
    if last is None:
        raise NotCalledBack(number=case.number, times=settings.CALL_TRIES)
    raise NotYetExcused(
        number=case.number,
        solved=last.get_solved_display(),
        satisfied=last.get_satisfied_display(),
    )


def reopen(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Take a closed or declined case up again: a new cycle, a new dispatch, all history kept."""
    with act("reopen", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        case = deed.case
        case.cycle += 1
        case.closing = case.declining = ""
        case.master = None
        case.lead_unit_id = None
        case.returns = 0
        case.dispatched_at = case.due_at = case.reported_at = None
        only(Reopened, deed, note, cycle=case.cycle)
    return deed.case
