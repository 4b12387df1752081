"""More time 延期 and pauses 挂账: asked with reasons, decided by somebody else, never silent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.cases.actions.core import Deed, act, lock, only, touch
from huiying.cases.kinds import NoteKind
from huiying.cases.models import Case
from huiying.cases.refusals import NotYours
from huiying.directory import queries as directory
from huiying.dispatch.actions.assigning import (
    dues_of,
    lead_of,
    limits_of,
    refresh_next,
    set_dues,
)
from huiying.dispatch.events import ClockAsked, ClockDecided, ClockResumed
from huiying.dispatch.models import Assignment, ClockRequest
from huiying.dispatch.refusals import (
    AlreadyAsked,
    AlreadyOverdue,
    BadUntil,
    NothingAsked,
    NotSuspended,
    Paused,
    SuspendedOnce,
    TooManyExtensions,
)
from huiying.dispatch.rules.deadlines import (
    LONGEST_SUSPENSION,
    MOST_EXTENSIONS,
    Dues,
    Limit,
    Limits,
    extended,
    paused,
)
from huiying.journal import actions as journal
from huiying.journal.events import By

EXTENSION, SUSPENSION = ClockRequest.Kind.EXTENSION, ClockRequest.Kind.SUSPENSION
ASKED, GRANTED, REFUSED = (
    ClockRequest.Status.ASKED,
    ClockRequest.Status.GRANTED,
    ClockRequest.Status.REFUSED,
)


def ask_extension(
    *, case_id: int, actor: Actor, at: datetime, text: str, version: int | None = None
) -> ClockRequest:
    """Ask for one original limit more; before expiry, at most two granted."""
    with act("ask_extension", case_id, actor=actor, at=at, version=version) as deed:
        if deed.case.suspended_until is not None:
            raise Paused(number=deed.case.number)
        lead = lead_of(deed.case)
        due = _running_due(deed, lead)
        granted = _granted(deed.case, EXTENSION)
        if granted >= MOST_EXTENSIONS:
            raise TooManyExtensions(number=deed.case.number, times=granted)
        request = _ask(deed, lead, EXTENSION, text, due, None)
    return request


def ask_suspension(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    until: datetime,
    version: int | None = None,
) -> ClockRequest:
    """Ask for a pause until a date, at most a year ahead, once for a case and cycle."""
    with act("ask_suspension", case_id, actor=actor, at=at, version=version) as deed:
        if not at < until <= at + LONGEST_SUSPENSION:
            raise BadUntil
        lead = lead_of(deed.case)
        due = _running_due(deed, lead)
        if _granted(deed.case, SUSPENSION):
            raise SuspendedOnce(number=deed.case.number)
        request = _ask(deed, lead, SUSPENSION, text, due, until)
    return request


def _granted(case: Case, kind: str) -> int:
    """How often in this cycle; passing the case on to a unit below does not begin anew."""
    mine = ClockRequest.objects.filter(case=case, assignment__cycle=case.cycle)
    return mine.filter(kind=kind, status=GRANTED).count()


def _running_due(deed: Deed, lead: Assignment) -> datetime:
    due = lead.resolve_due
    if due is None or due <= deed.at:
        shown = f"{due:%Y-%m-%d %H:%M}" if due else "—"
        raise AlreadyOverdue(number=deed.case.number, due=shown)
    return due


def _ask(
    deed: Deed, lead: Assignment, kind: str, text: str, due: datetime, until: datetime | None
) -> ClockRequest:
    if lead.clock_requests.filter(kind=kind, status=ASKED).exists():
        raise AlreadyAsked(number=deed.case.number, what=ClockRequest.Kind(kind).label)
    note = deed.write(NoteKind.REASON, text)
    request = ClockRequest.objects.create(
        case=deed.case,
        assignment=lead,
        kind=kind,
        reason=note,
        until=until,
        due_before=due,
        asked_by_id=deed.actor.id,
        asked_at=deed.at,
    )
    only(
        ClockAsked, deed, note, request_id=request.pk, kind=kind,
        until=until.isoformat() if until else "",
    )  # fmt: skip
    return request


def decide_extension(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    grant: bool,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Grant or refuse more time. A request asked in time may be granted after the old due time."""
    with act("decide_extension", case_id, actor=actor, at=at, version=version) as deed:
        request = _open_request(deed, EXTENSION)
        lead = lead_of(deed.case)
        if grant and lead.policy:
            limit = limits_of(lead.policy).resolve
            calendar = directory.calendar_of(lead.unit_id)
            due = extended(calendar, lead.resolve_due or request.due_before, limit)
            _move(deed.case, lead, Dues(lead.sign_due, lead.contact_due, lead.report_due, due))
            request.due_after = due
        _decide(deed, request, text, grant=grant)
    return deed.case


def decide_suspension(
    *,
    case_id: int,
    actor: Actor,
    at: datetime,
    grant: bool,
    text: str = "",
    version: int | None = None,
) -> Case:
    """Grant or refuse a pause. What was left when it was granted is left when it ends."""
    with act("decide_suspension", case_id, actor=actor, at=at, version=version) as deed:
        request = _open_request(deed, SUSPENSION)
        if grant:
            until = request.until
            if until is None or until <= at:
                raise BadUntil
            lead = lead_of(deed.case)
            _move(deed.case, lead, _paused(lead, dues_of(lead), at, until))
            deed.case.suspended_until = until
            request.due_after = lead.resolve_due
        _decide(deed, request, text, grant=grant)
    return deed.case


def _paused(lead: Assignment, dues: Dues, start: datetime, end: datetime) -> Dues:
    """A lead's dues after a pause, each reckoned in the unit of its own limit."""
    policy = lead.policy
    limits = limits_of(policy) if policy else Limits(Limit(0, "work_hours"))
    return paused(directory.calendar_of(lead.unit_id), dues, limits, start, end)


def _open_request(deed: Deed, kind: str) -> ClockRequest:
    request = (
        ClockRequest.objects.select_for_update()
        .filter(case=deed.case, kind=kind, status=ASKED, assignment__open=True)
        .first()
    )
    if request is None:
        raise NothingAsked(number=deed.case.number, what=ClockRequest.Kind(kind).label)
    if deed.actor.id is not None and request.asked_by_id == deed.actor.id:
        raise NotYours(number=deed.case.number, verb=deed.verb.label, roles=_("申请人以外的审批人"))
    return request


def _decide(deed: Deed, request: ClockRequest, text: str, *, grant: bool) -> None:
    note = deed.write_if(NoteKind.REASON, text)
    request.status = GRANTED if grant else REFUSED
    request.decided_by_id, request.decided_at, request.decision = deed.actor.id, deed.at, note
    request.save()
    only(
        ClockDecided,
        deed,
        note,
        request_id=request.pk,
        kind=request.kind,
        granted=grant,
        due_before=request.due_before.isoformat(),
        due_after=request.due_after.isoformat() if request.due_after else "",
    )


def _move(case: Case, lead: Assignment, reckoned: Dues) -> None:
    """Set new dues on the lead and let the case and its assisting units follow."""
    set_dues(lead, reckoned)
    lead.save(update_fields=["sign_due", "contact_due", "report_due", "resolve_due", "next_due"])
    case.due_at = lead.resolve_due
    helpers = Assignment.objects.filter(case=case, open=True, role=Assignment.Role.ASSIST)
    for helper in helpers:
        helper.resolve_due = lead.resolve_due
        refresh_next(helper)
        helper.save(update_fields=["resolve_due", "next_due"])


def resume(
    *, case_id: int, actor: Actor, at: datetime, text: str = "", version: int | None = None
) -> Case:
    """End a pause early; the dues are reckoned anew from how long it really lasted."""
    with act("resume", case_id, actor=actor, at=at, version=version) as deed:
        request = (
            ClockRequest.objects.select_for_update()
            .filter(case=deed.case, kind=SUSPENSION, status=GRANTED, resumed_at=None)
            .first()
        )
        if request is None or deed.case.suspended_until is None or request.decided_at is None:
            raise NotSuspended(number=deed.case.number)
        note = deed.write_if(NoteKind.REASON, text)
        lead = lead_of(deed.case)
        if at < deed.case.suspended_until:
            before = Dues(lead.sign_due, lead.contact_due, lead.report_due, request.due_before)
            _move(deed.case, lead, _paused(lead, before, request.decided_at, at))
        request.resumed_at = at
        request.due_after = max(request.due_before, lead.resolve_due or request.due_before)
        request.save(update_fields=["resumed_at", "due_after"])
        deed.case.suspended_until = None
        only(ClockResumed, deed, note, request_id=request.pk, due_after=str(lead.resolve_due or ""))
    return deed.case


def resume_due(*, at: datetime, most: int = 500) -> int:
    """Let the clocks run again whose pause is over; the dues were set when it began."""
    over = ClockRequest.objects.filter(
        kind=SUSPENSION, status=GRANTED, resumed_at=None, until__lte=at
    ).order_by("until")
    count = 0
    for ident in over.values_list("pk", flat=True)[:most]:
        with transaction.atomic():
            request = ClockRequest.objects.select_for_update().get(pk=ident)
            if request.resumed_at is not None:
                continue
            case = lock(request.case_id)
            request.resumed_at = at
            request.save(update_fields=["resumed_at"])
            if case.suspended_until is None:
                continue  # reported or returned meanwhile: there is no clock to resume
            case.suspended_until = None
            case.save(update_fields=["suspended_until"])
            touch(case, at)
            event = ClockResumed(case.pk, request_id=request.pk)
            journal.record(event, by=By(None, _("系统")), at=at)
            count += 1
    return count
