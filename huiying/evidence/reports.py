"""What was reported 办理结果 and answered 回访, held against each other and against others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from huiying.cases.models import Case
from huiying.directory.kinds import CaseKind
from huiying.dispatch.models import Assignment
from huiying.evidence.finding import Finding
from huiying.evidence.models import Picture, Result
from huiying.evidence.rules.signs import (
    ALIKE_DAYS,
    ALIKE_REPORTS,
    CONFIRM_DAYS,
    CONFIRMS,
    LEAST_WORDS,
    Sign,
    bare_words,
    is_instant,
)
from huiying.oversight.models import CallBack

YES, FAIRLY, NO = CallBack.Satisfied.YES, CallBack.Satisfied.FAIRLY, CallBack.Solved.NO


def look_at_result(case: Case) -> Iterator[Finding]:
    """The lead unit's report of this cycle."""
    rows = Assignment.objects.filter(case=case, cycle=case.cycle, role=Assignment.Role.LEAD)
    lead = rows.exclude(reported_at=None).select_related("result").order_by("-id").first()
    if lead is None or lead.reported_at is None:
        return
    consulted = case.kind == CaseKind.CONSULTATION  # an answer by telephone is given in minutes
    if not consulted and is_instant(lead.dispatched_at, lead.reported_at):
        minutes = round((lead.reported_at - lead.dispatched_at).total_seconds() / 60)
        yield Finding(Sign.INSTANT, lead.unit_id, minutes)
    if case.category and case.category.on_site_check and not _shown(case, lead):
        yield Finding(Sign.BARE, lead.unit_id)
    if others := _said_before(case, lead):
        yield Finding(Sign.SAME_WORDS, lead.unit_id, others)


def _shown(case: Case, lead: Assignment) -> bool:
    rows = Picture.objects.filter(case=case, by__isnull=False, at__gte=lead.dispatched_at)
    return rows.exclude(attachment__removed_at__isnull=False).exists()


def _said_before(case: Case, lead: Assignment) -> int:
    """How many other cases of the unit got the same words; 0 below what raises a doubt."""
    words = bare_words(lead.result.text) if lead.result else ""
    at = lead.reported_at
    if at is None:
        return 0
    digest = sha256(words.encode()).hexdigest()[:32]
    facts = {"unit_id": lead.unit_id, "digest": digest, "at": at}
    Result.objects.update_or_create(case=case, cycle=case.cycle, defaults=facts)
    if len(words) < LEAST_WORDS:
        return 0
    since = at - timedelta(days=ALIKE_DAYS)
    alike = Result.objects.filter(unit=lead.unit_id, digest=digest, at__gte=since, at__lte=at)
    others = alike.exclude(case=case).values("case").distinct().count()
    return others if others >= ALIKE_REPORTS else 0


def look_at_answer(case: Case) -> Iterator[Finding]:
    """What the person said last in this cycle."""
    rows = CallBack.objects.filter(case=case, cycle=case.cycle, reached=True)
    call = rows.order_by("-id").first()
    if call is None:
        return
    if call.satisfied in (YES, FAIRLY) and call.solved == NO:
        yield Finding(Sign.CONTRARY, call.unit_id)
    if call.satisfied == YES and call.solved == CallBack.Solved.YES:
        confirmed = _confirmed(case, call)
        if confirmed >= CONFIRMS:
            yield Finding(Sign.ONE_PHONE, call.unit_id, confirmed)


def _confirmed(case: Case, call: CallBack) -> int:
    """How many other cases of the unit the same number has confirmed lately."""
    index = case.reporter.phone_index if case.reporter else ""
    if not index:
        return 0
    since = call.at - timedelta(days=CONFIRM_DAYS)
    said = CallBack.objects.filter(
        case__reporter__phone_index=index, unit=call.unit_id, solved=CallBack.Solved.YES,
        satisfied=YES, at__gte=since,
    )  # fmt: skip
    return said.exclude(case=case).values("case").distinct().count()
