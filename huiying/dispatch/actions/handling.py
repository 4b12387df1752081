"""What the unit does: sign 签收, name a handler 指定经办人, contact, progress, contribute, report
反馈, return 退单."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases.actions.core import Deed, act, only
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case
from huiying.cases.refusals import Missing, NotYours
from huiying.directory import queries as directory
from huiying.dispatch.actions.assigning import (
    end_all,
    lead_of,
    person_of,
    refresh_next,
    usable_unit,
)
from huiying.dispatch.events import (
    Contacted,
    Contributed,
    HandlerNamed,
    Progressed,
    Reported,
    Returned,
    Signed,
)
from huiying.dispatch.models import Assignment, Return
from huiying.dispatch.refusals import BindingAssignment, HandlerAccused, NoHandler
from huiying.statements import update


def sign(*, case_id: int, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """签收: the unit has seen it and takes it on. The clock has been running since dispatch."""
    with act("sign", case_id, actor=actor, at=at, version=version) as deed:
        lead = lead_of(deed.case)
        lead.signed_at, lead.signed_by_id = at, actor.id
        lead.handler_id = lead.handler_id or actor.id  # who signs handles it, unless one was named
        refresh_next(lead)
        update(lead, ("signed_at", "signed_by_id", "handler_id", "next_due"))
        only(Signed, deed, unit_id=lead.unit_id, unit=_label(lead.unit_id))
    return deed.case


def name_handler(
    *,
    case_id: int,
    person_id: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    version: int | None = None,
) -> Case:
    """指定经办人: name who within the unit handles the case; its limits stay as they are.

    Raises NoHandler, HandlerAccused.
    """
    with act("name_handler", case_id, actor=actor, at=at, version=version) as deed:
        lead = lead_of(deed.case)
        unit = _label(lead.unit_id)
        person = person_of(person_id, lead.unit_id, at)
        if person is None:
            raise NoHandler(unit=unit)
        if person.pk == deed.case.accused_person_id:
            raise HandlerAccused(number=deed.case.number, person=person.name)
        note = deed.write_if(NoteKind.REASON, text)
        lead.handler_id = person.pk
        update(lead, ("handler_id",))
        only(
            HandlerNamed, deed, note, unit_id=lead.unit_id, unit=unit, handler_id=person.pk,
            handler=person.name,
        )  # fmt: skip
    return deed.case


def contact(
    *, case_id: int, actor: Actor, at: datetime, text: str = "", version: int | None = None
) -> Case:
    """The unit has spoken with the person (art. 15: contact promptly)."""
    with act("contact", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write_if(NoteKind.CONTACT, text)
        lead = lead_of(deed.case)
        lead.contacted_at = lead.contacted_at or at
        refresh_next(lead)
        update(lead, ("contacted_at", "next_due"))
        only(Contacted, deed, note, unit_id=lead.unit_id)
    return deed.case


def progress(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """A first account of how it stands, to the hotline and the person."""
    with act("progress", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.MESSAGE, text, to_person=True)
        lead = lead_of(deed.case)
        lead.progressed_at = lead.progressed_at or at
        refresh_next(lead)
        update(lead, ("progressed_at", "next_due"))
        only(Progressed, deed, note, unit_id=lead.unit_id)
    return deed.case


def contribute(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """An assisting unit reports its part to the lead (art. 14)."""
    with act("contribute", case_id, actor=actor, at=at, version=version) as deed:
        mine = Assignment.objects.filter(case=deed.case, open=True, role=Assignment.Role.ASSIST)
        if not actor.system:
            mine = mine.filter(unit_id__in=actor.units("handler", "street"))
        assignment = mine.first()
        if assignment is None:
            raise NotYours(number=deed.case.number, verb=deed.verb.label, roles=_("协办单位"))
        note = deed.write(NoteKind.RESULT, text)
        assignment.reported_at, assignment.reported_by_id, assignment.result = at, actor.id, note
        refresh_next(assignment)
        update(assignment, ("reported_at", "reported_by_id", "result_id", "next_due"))
        only(Contributed, deed, note, unit_id=assignment.unit_id, unit=_label(assignment.unit_id))
    return deed.case


def report(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    cause_id: int | None = None,
    version: int | None = None,
) -> Case:
    """The lead unit reports what was done; whether in time is kept as a raw fact for ever."""
    with act("report", case_id, actor=actor, at=at, version=version) as deed:
        note = deed.write(NoteKind.RESULT, text, to_person=True)
        lead = lead_of(deed.case)
        in_time = lead.resolve_due is None or at <= lead.resolve_due
        if lead.on_time is None:
            lead.on_time = in_time
        lead.reported_at, lead.reported_by_id, lead.result = at, actor.id, note
        refresh_next(lead)
        update(lead, ("on_time", "reported_at", "reported_by_id", "result_id", "next_due"))
        deed.case.reported_at = at
        deed.case.suspended_until = None
        if cause_id is not None:
            deed.case.cause_id = cause_id
        only(Reported, deed, note, unit_id=lead.unit_id, unit=_label(lead.unit_id), on_time=in_time)
    return deed.case


def return_case(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    basis: str,
    proposed_unit_id: int | None,
    version: int | None = None,
) -> Case:
    """退单: not ours, for this reason, by this law, that unit should have it. The clock runs on."""
    with act("return", case_id, actor=actor, at=at, version=version) as deed:
        lead = lead_of(deed.case)
        if lead.binding:
            raise BindingAssignment(number=deed.case.number)
        if not basis.strip():
            raise Missing(field=_("法律法规或职责依据"))
        if proposed_unit_id is None:
            raise Missing(field=_("建议承办单位"))
        proposed = usable_unit(deed.case, proposed_unit_id)
        note = deed.write(NoteKind.REASON, text)
        _give_back(deed)
        Return.objects.create(
            assignment=lead,
            case=deed.case,
            reason=note,
            basis=basis.strip()[:200],
            proposed_unit_id=proposed.id,
            by_id=actor.id,
            at=at,
        )
        only(
            Returned,
            deed,
            note,
            unit_id=lead.unit_id,
            unit=_label(lead.unit_id),
            proposed_unit_id=proposed.id,
            proposed_unit=proposed.label,
            basis=basis.strip()[:200],
            times=deed.case.returns,
        )
    return deed.case


def _give_back(deed: Deed) -> None:
    end_all(deed.case, Assignment.Ended.RETURNED, deed.at)
    deed.case.returns += 1
    deed.case.lead_unit_id = None
    deed.case.suspended_until = None


def _label(unit_id: int) -> str:
    return directory.units().rows[unit_id].label
