"""The only writer of meetings, decisions and measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.consultation import access
from huiying.consultation.events import MeasureMoved, MeetingMoved
from huiying.consultation.models import Measure, Meeting, Progress, Topic
from huiying.consultation.raising import end, tell
from huiying.consultation.refusals import (
    ConsultationNeeds,
    DuePast,
    NoSuchTopic,
    NothingToRule,
    NotYourConsultation,
    TopicNotNow,
    TopicStale,
)
from huiying.consultation.rules.course import (
    MEETING_LABELS,
    TOPIC_LABELS,
    MeetingState,
    TopicState,
)
from huiying.directory import queries as directory
from huiying.dispatch.actions import rulebook
from huiying.dispatch.actions.rulebook import RuleInput
from huiying.dispatch.models import Rule
from huiying.journal.actions import record
from huiying.lib.text import tidy

LONGEST = timedelta(days=731)
POSITION = 10  # between two rules


def _(message: str) -> str:
    """Marks a word for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class NewMeeting:
    title: str
    meet_at: datetime
    place: str
    chair: str
    units: Sequence[int]
    topics: Sequence[int]


def call(*, new: NewMeeting, actor: Actor, at: datetime) -> Meeting:
    """Call a meeting on some topics. Raises NotYourConsultation, ConsultationNeeds, NoSuchTopic,
    TopicNotNow."""
    access.check(actor, access.ORGANISERS, _("召集会商"))
    title, place = _said(_("会议名称"), new.title), _said(_("地点"), new.place)
    chair = _said(_("主持人"), new.chair)
    units = [ident for ident in new.units if ident in directory.units().rows]
    if not units:
        raise ConsultationNeeds(field=_("参会单位"))
    if not new.topics:
        raise ConsultationNeeds(field=_("议题"))
    with transaction.atomic():
        topics = [_topic(ident, actor) for ident in sorted(set(new.topics))]
        meeting = Meeting.objects.create(
            title=title, meet_at=new.meet_at, place=place, chair=chair, called_at=at,
            called_by_id=access.me(actor), area_id=_area(topics),
        )  # fmt: skip
        meeting.units.set(units)
        for row in topics:
            _plan(row, meeting, actor, at)
        record(MeetingMoved(meeting.pk, verb="call", units=tuple(units)), by=actor.by, at=at)
    return meeting


def _area(topics: Iterable[Topic]) -> int | None:
    """The area of all of them where it is one."""
    areas = {row.area_id for row in topics}
    return areas.pop() if len(areas) == 1 else None


def add_topic(*, meeting_id: int, topic_id: int, actor: Actor, at: datetime) -> Topic:
    """One more topic on the agenda of a meeting that is still to come."""
    access.check(actor, access.ORGANISERS, _("列入议程"))
    with transaction.atomic():
        meeting = _meeting(meeting_id, actor, MeetingState.PLANNED, _("列入议程"))
        return _plan(_topic(topic_id, actor), meeting, actor, at)


def take_off(*, topic_id: int, actor: Actor, at: datetime) -> Topic:
    """Off the agenda, back to the queue."""
    access.check(actor, access.ORGANISERS, _("移出议程"))
    with transaction.atomic():
        row = _topic(topic_id, actor, TopicState.PLANNED, _("移出议程"))
        return _back(row, actor, at)


def _plan(row: Topic, meeting: Meeting, actor: Actor, at: datetime) -> Topic:
    _must(row, TopicState.WAITING, _("列入议程"))
    row.state, row.meeting, row.version = TopicState.PLANNED, meeting, row.version + 1
    row.save(update_fields=["state", "meeting", "version"])
    tell(row, "plan", actor, at)
    return row


def _back(row: Topic, actor: Actor, at: datetime) -> Topic:
    row.state, row.meeting, row.version = TopicState.WAITING, None, row.version + 1
    row.save(update_fields=["state", "meeting", "version"])
    tell(row, "take_off", actor, at)
    return row


def withdraw(*, topic_id: int, why: str, actor: Actor, at: datetime) -> Topic:
    """A topic that needs no meeting any more."""
    access.check(actor, access.ORGANISERS, _("撤下议题"))
    reason = _said(_("撤下的原因"), why)
    with transaction.atomic():
        row = _topic(topic_id, actor)
        _must(row, TopicState.WAITING, _("撤下议题"))
        end(row, reason, actor, at)
    return row


def cancel(*, meeting_id: int, why: str, actor: Actor, at: datetime) -> Meeting:
    """It does not take place: its topics go back to the queue."""
    access.check(actor, access.ORGANISERS, _("取消会议"))
    reason = _said(_("取消的原因"), why)
    with transaction.atomic():
        meeting = _meeting(meeting_id, actor, MeetingState.PLANNED, _("取消会议"))
        for row in meeting.topics.filter(state=TopicState.PLANNED):
            _back(row, actor, at)
        _end_meeting(meeting, MeetingState.CANCELLED, reason, "", actor, at)
    return meeting


def hold(
    *, meeting_id: int, present: str, minutes: str, actor: Actor, at: datetime,
    version: int | None = None,
) -> Meeting:  # fmt: skip
    """It took place; topics without a decision go back to the queue.

    Raises ConsultationNeeds, TopicNotNow, TopicStale.
    """
    access.check(actor, access.ORGANISERS, _("记录纪要"))
    said, who = _said(_("会议纪要"), minutes), _said(_("到会人员"), present)
    with transaction.atomic():
        meeting = _meeting(meeting_id, actor, MeetingState.PLANNED, _("记录纪要"))
        if version is not None and version != meeting.version:
            raise TopicStale
        for row in meeting.topics.filter(state=TopicState.PLANNED):
            _back(row, actor, at)
        _end_meeting(meeting, MeetingState.HELD, said, who, actor, at)
    return meeting


def _end_meeting(
    meeting: Meeting, state: MeetingState, minutes: str, present: str, actor: Actor, at: datetime
) -> None:
    meeting.state, meeting.minutes, meeting.present = state, minutes, present
    meeting.ended_at, meeting.version = at, meeting.version + 1
    meeting.save()
    verb = "hold" if state is MeetingState.HELD else "cancel"
    record(MeetingMoved(meeting.pk, verb=verb), by=actor.by, at=at)


def decide(
    *, topic_id: int, decision: str, lead_unit_id: int | None, actor: Actor, at: datetime,
    version: int | None = None,
) -> Topic:  # fmt: skip
    """What was agreed on a topic of a meeting, and who owns it where that was the question."""
    access.check(actor, access.ORGANISERS, _("记录议定事项"))
    said = _said(_("议定事项"), decision)
    if lead_unit_id is not None and lead_unit_id not in directory.units().rows:
        raise ConsultationNeeds(field=_("承办单位"))
    with transaction.atomic():
        row = _topic(topic_id, actor, TopicState.PLANNED, _("记录议定事项"))
        if version is not None and version != row.version:
            raise TopicStale
        row.state, row.decision, row.lead_unit_id = TopicState.DECIDED, said, lead_unit_id
        row.ended_at, row.version = at, row.version + 1
        row.save()
        tell(row, "decide", actor, at)
    return row


def draft_rule(*, topic_id: int, actor: Actor, at: datetime) -> Topic:
    """A draft of the dispatch rules with the decision as a new rule; somebody publishes it.

    Raises NothingToRule without an owner or a kind of matter, and what `rulebook` refuses.
    """
    access.check(actor, access.ORGANISERS, _("起草派单规则"))
    with transaction.atomic():
        row = _topic(topic_id, actor, TopicState.DECIDED, _("起草派单规则"))
        category = row.case.category_id if row.case else None
        if category is None and row.problem is not None:
            category = row.problem.category_id
        if category is None or row.lead_unit_id is None or row.meeting is None:
            raise NothingToRule
        edition = rulebook.draft(actor=actor, at=at, title=row.title[:80])
        last = Rule.objects.filter(rule_set=edition).order_by("-position").first()
        held = row.meeting.meet_at.date()
        rule = RuleInput(
            row.title[:120], {"categories": [category]}, row.lead_unit_id,
            basis=f"会商 {held:%Y-%m-%d} {row.meeting.title}：{row.decision}"[:200],
        )  # fmt: skip
        position = (last.position if last else 0) + POSITION
        rulebook.put_rule(rule_set_id=edition.pk, position=position, rule=rule, actor=actor, at=at)
        row.rule_set, row.version = edition, row.version + 1
        row.save(update_fields=["rule_set", "version"])
    return row


@dataclass(frozen=True, slots=True)
class NewMeasure:
    problem: str
    measure: str
    unit_id: int
    due_at: datetime


def set_measure(*, topic_id: int, new: NewMeasure, actor: Actor, at: datetime) -> Measure:
    """One line of the list; its unit owes it until the date."""
    access.check(actor, access.ORGANISERS, _("列出措施"))
    problem, measure = _said(_("问题"), new.problem), _said(_("措施"), new.measure)
    if new.unit_id not in directory.units().rows:
        raise ConsultationNeeds(field=_("责任单位"))
    if not at < new.due_at <= at + LONGEST:
        raise DuePast
    with transaction.atomic():
        row = _topic(topic_id, actor, TopicState.DECIDED, _("列出措施"))
        made = Measure.objects.create(
            topic=row, problem=problem[:200], measure=measure[:500], unit_id=new.unit_id,
            set_at=at, due_at=new.due_at,
        )  # fmt: skip
        _tell_measure(made, "set", actor, at)
    return made


def progress(
    *, measure_id: int, text: str, done: bool, actor: Actor, at: datetime,
    version: int | None = None,
) -> Measure:  # fmt: skip
    """What its unit, or the district, tells of a measure; ``done`` ends it."""
    said = _said(_("进展"), text)
    with transaction.atomic():
        row = _measure(measure_id, actor)
        if row.done_at is not None:
            raise TopicNotNow(state=_("已完成"), verb=_("填报进展"))
        if version is not None and version != row.version:
            raise TopicStale
        person = access.me(actor)
        Progress.objects.create(measure=row, text=said[:1000], done=done, person_id=person, at=at)
        row.version += 1
        row.done_at = at if done else None
        row.save(update_fields=["version", "done_at"])
        _tell_measure(row, "done" if done else "progress", actor, at)
    return row


def may_tell(actor: Actor, row: Measure) -> bool:
    ours = row.unit_id in actor.units(*access.UNIT)
    return ours or actor.has(*access.ORGANISERS)


def _measure(ident: int, actor: Actor) -> Measure:
    row = Measure.objects.select_for_update(of=("self",)).filter(pk=ident).first()
    if row is None:
        raise NoSuchTopic
    seen = Topic.objects.filter(access.topics_for(actor), pk=row.topic_id).exists()
    if not seen:
        raise NoSuchTopic
    if not may_tell(actor, row):
        raise NotYourConsultation(verb=_("填报进展"))
    return row


def _tell_measure(row: Measure, verb: str, actor: Actor, at: datetime) -> None:
    event = MeasureMoved(
        row.pk, verb=verb, topic_id=row.topic_id, unit_id=row.unit_id, due=row.due_at.isoformat()
    )
    record(event, by=actor.by, at=at)


def _topic(ident: int, actor: Actor, state: TopicState | None = None, verb: str = "") -> Topic:
    """The topic for a change, if the actor may see it. Raises NoSuchTopic, TopicNotNow."""
    if not Topic.objects.filter(access.topics_for(actor), pk=ident).exists():
        raise NoSuchTopic
    row = Topic.objects.select_for_update(of=("self",)).get(pk=ident)
    if state is not None:
        _must(row, state, verb)
    return row


def _must(row: Topic, state: TopicState, verb: str) -> None:
    if row.state != state:
        raise TopicNotNow(state=TOPIC_LABELS[TopicState(row.state)], verb=verb)


def _meeting(ident: int, actor: Actor, state: MeetingState, verb: str) -> Meeting:
    if not Meeting.objects.filter(access.meetings_for(actor), pk=ident).exists():
        raise NoSuchTopic
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=ident)
    if row.state != state:
        raise TopicNotNow(state=MEETING_LABELS[MeetingState(row.state)], verb=verb)
    return row


def _said(field: str, text: str) -> str:
    clean = tidy(text)
    if not clean:
        raise ConsultationNeeds(field=field)
    return clean
