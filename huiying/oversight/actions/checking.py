"""Checking a reported result: verify 核查, send back 退回重办."""

from __future__ import annotations

from datetime import datetime

from huiying.accounts.actors import Actor
from huiying.cases.actions.core import Deed, act, only
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case
from huiying.directory import queries as directory
from huiying.dispatch.actions.assigning import dues_of, lead_of, limits_of, set_dues
from huiying.dispatch.models import Assignment
from huiying.dispatch.rules import deadlines
from huiying.oversight.events import SentBack, Verified
from huiying.oversight.models import Excuse, Verification
from huiying.oversight.refusals import OwnWork


def verify(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    on_site: bool = False,
    version: int | None = None,
) -> Case:
    """核查通过: the result was looked at and is true."""
    with act("verify", case_id, actor=actor, at=at, version=version) as deed:
        refuse_own_work(deed, lead_of(deed.case))
        note = deed.write_if(NoteKind.CHECK, text)
        verification = Verification.objects.create(
            case=deed.case,
            cycle=deed.case.cycle,
            passed=True,
            on_site=on_site,
            note=note,
            by_id=actor.id,
            at=at,
        )
        only(Verified, deed, note, verification_id=verification.pk, on_site=on_site)
    return deed.case


def rework(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> Case:
    """退回重办: not done. What was late stays late; a passed limit is granted afresh, once."""
    with act("rework", case_id, actor=actor, at=at, version=version) as deed:
        lead = lead_of(deed.case)
        refuse_own_work(deed, lead)
        note = deed.write(NoteKind.CHECK, text)
        Verification.objects.create(
            case=deed.case, cycle=deed.case.cycle, passed=False, note=note, by_id=actor.id, at=at
        )
        Excuse.objects.filter(case=deed.case, status=Excuse.Status.ASKED).update(
            status=Excuse.Status.REFUSED, decided_by=actor.id, decided_at=at
        )
        _again(lead, at)
        deed.case.due_at = lead.resolve_due
        deed.case.reported_at = None
        only(
            SentBack, deed, note, unit_id=lead.unit_id,
            due_at=lead.resolve_due.isoformat() if lead.resolve_due else "",
        )  # fmt: skip
    return deed.case


def _again(lead: Assignment, at: datetime) -> None:
    lead.reported_at = None
    lead.reworks += 1
    reckoned = dues_of(lead)
    if lead.policy and (reckoned.resolve is None or reckoned.resolve < at):
        limit = limits_of(lead.policy).resolve
        fresh = deadlines.due(directory.calendar_of(lead.unit_id), at, limit)
        reckoned = deadlines.Dues(reckoned.sign, reckoned.contact, reckoned.report, fresh)
    set_dues(lead, reckoned)
    lead.save(update_fields=["reported_at", "reworks", "resolve_due", "next_due"])


def refuse_own_work(deed: Deed, lead: Assignment) -> None:
    """Nobody checks what they, or their own unit, have handled."""
    actor = deed.actor
    if actor.system:
        return
    handled_by = {lead.signed_by_id, lead.reported_by_id}
    if actor.id in handled_by or lead.unit_id in actor.units("handler", "street"):
        raise OwnWork(number=deed.case.number)
