"""Topics come and go: raised by hand, by a proposal, by a case nobody takes; withdrawn again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huiying.accounts.actors import Actor, system
from huiying.cases import access as cases
from huiying.cases.models import Case
from huiying.cases.rules.workflow import State
from huiying.consultation import access
from huiying.consultation.events import TopicMoved
from huiying.consultation.models import Topic
from huiying.consultation.refusals import ConsultationNeeds, RaisedAlready
from huiying.consultation.rules.course import WITHIN, About, TopicState
from huiying.directory import queries as directory
from huiying.insights.models import Problem, Proposal
from huiying.journal.actions import record
from huiying.lib import workdays
from huiying.lib.text import mask_personal, tidy
from huiying.lib.workcalendar import CalendarEnds

SYSTEM = system("consultation")
OPEN = (TopicState.WAITING, TopicState.PLANNED)


def _(message: str) -> str:
    """Marks a word for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class NewTopic:
    """``case``: the number of a case it is about, "" for none."""

    title: str
    words: str = ""
    case: str = ""


def raise_topic(*, new: NewTopic, actor: Actor, at: datetime) -> Topic:
    """Put something on the queue. Raises NotYourConsultation, NoSuchCase, ConsultationNeeds,
    RaisedAlready."""
    access.check(actor, access.RAISERS, _("提出议题"))
    title = tidy(new.title)
    if not title:
        raise ConsultationNeeds(field=_("议题"))
    case = cases.get_case(actor, new.case) if new.case else None
    row = Topic(
        about=About.CASE if case else About.OTHER, title=title[:80], words=tidy(new.words),
        case=case, area_id=case.area_id if case else _area_of(actor), raised_by_id=actor.id,
    )  # fmt: skip
    return _raised(row, actor, at)


def _area_of(actor: Actor) -> int | None:
    """A street raises for its own area."""
    for grant in actor.grants:
        area = directory.units().rows[grant.unit_id].area_id
        if grant.role == "street" and area is not None:
            return area
    return None


def _raised(row: Topic, actor: Actor, at: datetime) -> Topic:
    row.raised_at = at
    row.due_at = _due(WITHIN[About(row.about)], at)
    try:
        with transaction.atomic():
            row.save()
            _tell(row, "raise", actor, at)
    except IntegrityError:
        raise RaisedAlready from None
    return row


def _due(days: int, at: datetime) -> datetime:
    """So many working days; beyond the days the calendar knows, so many days."""
    try:
        return workdays.add(directory.calendar_of(None), at, days, workdays.Unit.WORK_DAYS)
    except CalendarEnds:
        return at + timedelta(days=days)


def ownership(case_id: int, at: datetime) -> None:
    """A case that came back again: whose it is has to be settled soon."""
    case = Case.objects.filter(pk=case_id, state=State.RETURNED).first()
    if case is None or Topic.objects.filter(case=case, state__in=OPEN).exists():
        return
    title = mask_personal(case.title)[:80]
    row = Topic(about=About.OWNERSHIP, title=title, case=case, area_id=case.area_id)
    _raised(row, SYSTEM, at)


def settled(case_ids: Collection[int], at: datetime) -> None:
    """Somebody has these cases now, or nobody needs to: whose they are is no question any more."""
    waiting = Topic.objects.filter(about=About.OWNERSHIP, state=TopicState.WAITING)
    for row in waiting.filter(case__in=case_ids).exclude(case__state=State.RETURNED):
        _ended(row, _("案件已派出或已结束"), SYSTEM, at)


def of_problem(problem_id: int, proposal: int, person: int | None, at: datetime) -> None:
    """A common problem was put forward; the reason given there stands here."""
    asked = Proposal.objects.filter(pk=proposal, ended_at=None).first()
    problem = Problem.objects.filter(pk=asked.problem_id if asked else problem_id).first()
    if asked is None or problem is None:
        return
    if Topic.objects.filter(problem=problem, state__in=OPEN).exists():
        return
    row = Topic(
        about=About.PROBLEM, title=problem.title[:80], words=asked.why, problem=problem,
        proposal=proposal, area_id=problem.area_id, raised_by_id=person,
    )  # fmt: skip
    _raised(row, SYSTEM, at)


def not_wanted(proposal: int, at: datetime) -> None:
    """Who put a problem forward took it back; what is on an agenda stays there."""
    for row in Topic.objects.filter(proposal=proposal, state=TopicState.WAITING):
        _ended(row, _("提请已撤回"), SYSTEM, at)


def _ended(row: Topic, why: str, actor: Actor, at: datetime) -> None:
    row.state, row.ended_at, row.ended_why, row.meeting = TopicState.WITHDRAWN, at, why, None
    row.version += 1
    row.save(update_fields=["state", "ended_at", "ended_why", "meeting", "version"])
    _tell(row, "withdraw", actor, at)


def _tell(row: Topic, verb: str, actor: Actor, at: datetime) -> None:
    event = TopicMoved(
        row.pk, verb=verb, case_id=row.case_id, problem_id=row.problem_id,
        meeting_id=row.meeting_id, unit_id=row.lead_unit_id,
    )  # fmt: skip
    record(event, by=actor.by, at=at)


tell = _tell
end = _ended
