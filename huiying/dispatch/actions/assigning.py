"""Finding who answers: dispatch 派单, designate 指定, recall, transfer 转派, call in 请求协办."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from huiying.accounts import queries as people
from huiying.accounts.actors import Actor
from huiying.accounts.models import Person
from huiying.cases.actions.core import Deed, act, only, words_of
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case, Note
from huiying.directory import queries as directory
from huiying.directory.kinds import UnitKind
from huiying.directory.models import DeadlinePolicy
from huiying.directory.queries import UnitRow
from huiying.dispatch.events import CalledIn, Dispatched, Recalled, Transferred
from huiying.dispatch.models import Assignment
from huiying.dispatch.queries import Suggestion
from huiying.dispatch.refusals import (
    NeedsDesignation,
    NoPolicy,
    OutsideSubtree,
    UnitAccused,
    UnitUnknown,
)
from huiying.dispatch.rules.deadlines import Dues, Limit, Limits, dues, next_due
from huiying.statements import Statement, insert, update

LOCAL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Why:
    """The rule that proposed the unit, its trace and whom of the unit it names; empty when a
    person decided alone."""

    rule_id: int | None = None
    trace: dict[str, object] | None = None
    handler_id: int | None = None

    @classmethod
    def of(cls, suggestion: Suggestion) -> Why:
        """That the rules' proposal was followed."""
        rule = suggestion.decision.rule
        handler = suggestion.handler
        return cls(
            rule.id if rule else None,
            suggestion.decision.trace(),
            handler[0] if handler else None,
        )


def dispatch(
    *,
    case_id: int,
    unit_id: int,
    actor: Actor,
    at: datetime,
    assisting: Iterable[int] = (),
    level: str = "",
    text: str = "",
    why: Why | None = None,
    version: int | None = None,
) -> Case:
    """Send a case to the unit that must answer; the limits are on the ticket from now on.

    A street that is dispatched to directly gets a copy sent to its district (art. 12). Raises
    UnitUnknown, UnitAccused, NoPolicy, NeedsDesignation.
    """
    with act("dispatch", case_id, actor=actor, at=at, version=version) as deed:
        if deed.case.returns >= settings.RETURN_LIMIT:
            raise NeedsDesignation(number=deed.case.number, times=deed.case.returns)
        note = deed.write_if(NoteKind.REASON, text)
        _send(deed, unit_id, tuple(assisting), level, note, why or Why(), binding=False)
    return deed.case


def designate(
    *,
    case_id: int,
    unit_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    assisting: Iterable[int] = (),
    level: str = "",
    version: int | None = None,
) -> Case:
    """A binding decision on who answers 指定承办; the unit cannot return it again."""
    with act("designate", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        _send(deed, unit_id, tuple(assisting), level, note, Why(), binding=True)
    return deed.case


def _send(
    deed: Deed,
    unit_id: int,
    assisting: tuple[int, ...],
    level: str,
    note: Note | None,
    why: Why,
    *,
    binding: bool,
) -> None:
    case = deed.case
    unit = usable_unit(case, unit_id)
    case.level = level or case.level
    first = case.dispatched_at is None
    lead = _lead(deed, unit, note, why, binding=binding)
    lead.handler = _handler(deed, unit, why)
    case.lead_unit_id = unit.id
    if first:
        case.dispatched_at = deed.at
        case.due_at = lead.resolve_due
    helpers = [
        _helper(lead, usable_unit(case, ident), Assignment.Role.ASSIST)
        for ident in dict.fromkeys(assisting)
        if ident != unit.id
    ]
    copies = [_helper(lead, district, Assignment.Role.COPY) for district in _copied(unit, helpers)]
    insert(lead)
    if helpers or copies:
        Assignment.objects.bulk_create([*helpers, *copies])
    only(
        Dispatched,
        deed,
        note,
        unit_id=unit.id,
        unit=unit.label,
        assisting=tuple(a.unit_id for a in helpers),
        copied=tuple(a.unit_id for a in copies),
        rule_id=why.rule_id,
        level=case.level,
        due_at=lead.resolve_due.isoformat() if lead.resolve_due else "",
        handler_id=lead.handler_id,
        handler=lead.handler.name if lead.handler else "",
        binding=binding,
        first=first,
    )


def _handler(deed: Deed, unit: UnitRow, why: Why) -> Person | None:
    """Whom a rule named, if that person is in office on the day; else the unit sees to it."""
    if why.handler_id is None or why.handler_id == deed.case.accused_person_id:
        return None
    return person_of(why.handler_id, unit.id, deed.at)


def person_of(person_id: int, unit_id: int, at: datetime) -> Person | None:
    """The person, if among those who handle the unit's cases on the day."""
    found = people.handlers_of(unit_id, at.astimezone(LOCAL).date())
    return next((person for person in found if person.pk == person_id), None)


def usable_unit(case: Case, unit_id: int) -> UnitRow:
    """The unit, if it exists, is active, and is not the one complained about (回避)."""
    unit = directory.units().rows.get(unit_id)
    if unit is None or not unit.active:
        raise UnitUnknown
    if case.accused_unit_id and unit_id in directory.units().below(case.accused_unit_id):
        accused = directory.units().rows[case.accused_unit_id]
        raise UnitAccused(number=case.number, unit=accused.label)
    return unit


def policy_of(case: Case, at: datetime) -> DeadlinePolicy:
    """The deadline policy for a case on the day; a ticket without a limit cannot be sent."""
    policy = directory.policy_for(
        case.kind, case.category_id, case.level, at.astimezone(LOCAL).date()
    )
    if policy is None:
        category = directory.categories().rows.get(case.category_id or 0)
        raise NoPolicy(
            kind=case.get_kind_display(),
            category=category.name if category else "—",
            level=case.get_level_display(),
        )
    return policy


def limits_of(policy: DeadlinePolicy) -> Limits:
    def step(amount: int | None, unit: str) -> Limit | None:
        return Limit(amount, unit) if amount is not None else None

    return Limits(
        resolve=Limit(policy.resolve_amount, policy.resolve_unit),
        sign=step(policy.sign_amount, policy.sign_unit),
        contact=step(policy.contact_amount, policy.contact_unit),
        report=step(policy.report_amount, policy.report_unit),
    )


def _lead(deed: Deed, unit: UnitRow, note: Note | None, why: Why, *, binding: bool) -> Assignment:
    policy = policy_of(deed.case, deed.at)
    reckoned = dues(directory.calendar_of(unit.id), deed.at, limits_of(policy))
    running = deed.case.due_at
    if running and running > deed.at:
        # Returned and sent again: the clock has been running all the time.
        reckoned = _within(reckoned, running)
    lead = Assignment(
        case=deed.case,
        cycle=deed.case.cycle,
        unit_id=unit.id,
        role=Assignment.Role.LEAD,
        binding=binding,
        policy=policy,
        rule_id=why.rule_id,
        trace=why.trace or {},
        note=note,
        dispatched_by_id=deed.actor.id,
        dispatched_at=deed.at,
    )
    set_dues(lead, reckoned)
    return lead


def _within(reckoned: Dues, running: datetime) -> Dues:
    def cut(moment: datetime | None) -> datetime | None:
        return min(moment, running) if moment else None

    return Dues(cut(reckoned.sign), cut(reckoned.contact), cut(reckoned.report), running)


def _helper(lead: Assignment, unit: UnitRow, role: str) -> Assignment:
    """An assisting unit shares the lead's limits; a copy has none."""
    assignment = Assignment(
        case=lead.case,
        cycle=lead.cycle,
        unit_id=unit.id,
        role=role,
        dispatched_by_id=lead.dispatched_by_id,
        dispatched_at=lead.dispatched_at,
    )
    if role == Assignment.Role.ASSIST:
        set_dues(assignment, Dues(resolve=lead.resolve_due))
    return assignment


def _copied(unit: UnitRow, helpers: list[Assignment]) -> list[UnitRow]:
    if unit.kind not in (UnitKind.STREET, UnitKind.COMMUNITY, UnitKind.GRID):
        return []
    district = directory.district_of(unit.id)
    taken = {unit.id, *(a.unit_id for a in helpers)}
    return [district] if district and district.id not in taken else []


def set_dues(assignment: Assignment, reckoned: Dues) -> None:
    assignment.sign_due = reckoned.sign
    assignment.contact_due = reckoned.contact
    assignment.report_due = reckoned.report
    assignment.resolve_due = reckoned.resolve
    refresh_next(assignment)


def dues_of(assignment: Assignment) -> Dues:
    return Dues(
        assignment.sign_due, assignment.contact_due, assignment.report_due, assignment.resolve_due
    )


def refresh_next(assignment: Assignment) -> None:
    """Work out again which limit comes next."""
    assignment.next_due = next_due(
        dues_of(assignment),
        signed=assignment.signed_at is not None,
        contacted=assignment.contacted_at is not None,
        progressed=assignment.progressed_at is not None,
        reported=assignment.reported_at is not None,
    )


LEAD = Statement(
    lambda case_id: Assignment.objects.select_for_update(of=("self",)).filter(
        case_id=case_id, role=Assignment.Role.LEAD, open=True
    )
)


def lead_of(case: Case) -> Assignment:
    """The open lead assignment; every state with a unit has exactly one."""
    lead = LEAD.first(case.pk)
    if lead is None:
        raise Assignment.DoesNotExist(case.number)
    return lead


def end_all(case: Case, how: str, at: datetime) -> int:
    """End every open assignment of a case."""
    return Assignment.objects.filter(case=case, open=True).update(
        open=False, ended=how, ended_at=at, next_due=None
    )


def recall(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """Take a dispatch back before the unit has signed: it went to the wrong place."""
    with act("recall", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        lead = lead_of(deed.case)
        end_all(deed.case, Assignment.Ended.RECALLED, at)
        deed.case.lead_unit_id = None
        unit = directory.units().rows[lead.unit_id]
        only(Recalled, deed, note, unit_id=unit.id, unit=unit.label)
    return deed.case


def transfer(
    *,
    case_id: int,
    unit_id: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Pass a case on to a unit below one's own 转派; limits stay as they are."""
    with act("transfer", case_id, actor=actor, at=at, version=version) as deed:
        unit = usable_unit(deed.case, unit_id)
        lead = lead_of(deed.case)
        old = directory.units().rows[lead.unit_id]
        if unit.id not in _within_reach(actor, old) or unit.id == old.id:
            raise OutsideSubtree(unit=unit.label)
        note = deed.write_if(NoteKind.REASON, text)
        _pass_on(lead, unit, deed, note)
        deed.case.lead_unit_id = unit.id
        only(
            Transferred, deed, note, unit_id=old.id, unit=old.label, to_unit_id=unit.id,
            to_unit=unit.label,
        )  # fmt: skip
    return deed.case


def _within_reach(actor: Actor, holder: UnitRow) -> frozenset[int]:
    below = directory.units().below(holder.id)
    return below if actor.system else below | actor.units("handler", "street")


def _pass_on(lead: Assignment, unit: UnitRow, deed: Deed, note: Note | None) -> None:
    kept = dues_of(lead)
    Assignment.objects.filter(case=deed.case, unit_id=unit.id, open=True).update(
        open=False, ended=Assignment.Ended.TRANSFERRED, ended_at=deed.at, next_due=None
    )
    lead.open, lead.ended, lead.ended_at = False, Assignment.Ended.TRANSFERRED, deed.at
    lead.next_due = None
    update(lead, ("open", "ended", "ended_at", "next_due"))
    successor = Assignment(
        case=deed.case,
        cycle=lead.cycle,
        unit_id=unit.id,
        role=Assignment.Role.LEAD,
        binding=lead.binding,
        policy_id=lead.policy_id,
        rule_id=lead.rule_id,
        trace=lead.trace,
        note=note,
        dispatched_by_id=deed.actor.id,
        dispatched_at=lead.dispatched_at,
        contacted_at=lead.contacted_at,
        progressed_at=lead.progressed_at,
    )
    set_dues(successor, kept)
    insert(successor)


def call_in(
    *,
    case_id: int,
    unit_ids: Iterable[int],
    actor: Actor,
    at: datetime,
    text: str,
    version: int | None = None,
) -> Case:
    """Ask further units to assist; the first receiver leads (首接负责, art. 14)."""
    with act("call_in", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.REASON, text)
        lead = lead_of(deed.case)
        present = set(
            Assignment.objects.filter(case=deed.case, open=True).values_list("unit_id", flat=True)
        )
        wanted = [usable_unit(deed.case, i) for i in dict.fromkeys(unit_ids) if i not in present]
        if not wanted:
            raise UnitUnknown
        helpers = [_helper(lead, unit, Assignment.Role.ASSIST) for unit in wanted]
        for helper in helpers:
            helper.dispatched_by_id, helper.dispatched_at = actor.id, at
            if helper.resolve_due and helper.resolve_due < at:
                set_dues(helper, Dues(resolve=at))
        Assignment.objects.bulk_create(helpers)
        deed.tell(
            CalledIn(deed.case.pk, **words_of(note), unit_ids=tuple(u.id for u in wanted))  # type: ignore[arg-type]
        )
    return deed.case
