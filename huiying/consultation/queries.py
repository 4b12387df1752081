"""All reads of consultation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from huiying.accounts.actors import Actor
from huiying.cases.models import Case
from huiying.consultation import access
from huiying.consultation.models import Measure, Meeting, Progress, Topic
from huiying.consultation.refusals import NoSuchTopic
from huiying.consultation.rules.course import SOON, Light, MeetingState, TopicState
from huiying.directory import queries as directory
from huiying.supervision.rules.ladder import About
from huiying.supervision.sources import Owed

COUNT_UP_TO = 1001
RELATED = ("case", "problem", "area", "meeting", "raised_by", "lead_unit", "rule_set")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of topics; ``state`` "" filters nothing."""

    state: str = ""
    about: str = ""
    q: str = ""
    late: bool = False


def topics(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Topic]:
    """The topics an actor may see and that match, in no order yet."""
    matching = Q()
    if wanted.state:
        matching &= Q(state=wanted.state)
    if wanted.about:
        matching &= Q(about=wanted.about)
    if wanted.q:
        matching &= Q(title__icontains=wanted.q) | Q(case__number=wanted.q)
    if wanted.late:
        matching &= Q(ended_at=None, due_at__lt=at)
    seen = Topic.objects.filter(access.topics_for(actor)).values("pk")
    return Topic.objects.filter(matching, pk__in=seen).select_related(*RELATED)


def topic_for(actor: Actor, ident: int) -> Topic:
    """One topic. Raises NoSuchTopic."""
    seen = Topic.objects.filter(access.topics_for(actor), pk=ident).values("pk")
    row = Topic.objects.filter(pk__in=seen).select_related(*RELATED).first()
    if row is None:
        raise NoSuchTopic
    return row


def of_case(actor: Actor, case: Case) -> list[Topic]:
    """The topics about a case, the newest first."""
    if not actor.has(*access.DESK):
        return []
    seen = Topic.objects.filter(access.topics_for(actor), case=case).values("pk")
    return list(Topic.objects.filter(pk__in=seen).order_by("-pk"))


def waiting_topics(actor: Actor, at: datetime) -> list[Topic]:
    """What could go on an agenda, the most pressing first."""
    found = topics(actor, Wanted(state=TopicState.WAITING), at)
    return list(found.order_by("due_at", "pk")[:200])


def meetings(actor: Actor, state: str = "") -> QuerySet[Meeting]:
    """The meetings an actor may see, in no order yet."""
    seen = Meeting.objects.filter(access.meetings_for(actor)).values("pk")
    found = Meeting.objects.filter(pk__in=seen).prefetch_related("units", "topics")
    return found.filter(state=state) if state else found


def meeting_for(actor: Actor, ident: int) -> Meeting:
    """One meeting with its units. Raises NoSuchTopic."""
    row = meetings(actor).filter(pk=ident).select_related("called_by").first()
    if row is None:
        raise NoSuchTopic
    return row


def agenda(actor: Actor, meeting: Meeting) -> list[Topic]:
    """The topics of a meeting that the actor may see, with their measures."""
    seen = Topic.objects.filter(access.topics_for(actor), meeting=meeting).values("pk")
    found = Topic.objects.filter(pk__in=seen).select_related(*RELATED).order_by("pk")
    return list(found.prefetch_related(Prefetch("measures", _measures())))


@dataclass(frozen=True, slots=True)
class MeasuresWanted:
    """Filters of the list of measures."""

    unit: int | None = None
    light: str = ""
    topic: int | None = None


def measures(actor: Actor, wanted: MeasuresWanted, at: datetime) -> QuerySet[Measure]:
    """The measures an actor may see and that match, the earliest due first."""
    matching = Q()
    if wanted.unit is not None:
        matching &= Q(unit_id__in=directory.units().below(wanted.unit) or [wanted.unit])
    if wanted.topic is not None:
        matching &= Q(topic=wanted.topic)
    lights = {
        Light.DONE: Q(done_at__isnull=False),
        Light.RED: Q(done_at=None, due_at__lt=at),
        Light.YELLOW: Q(done_at=None, due_at__gte=at, due_at__lte=at + SOON),
        Light.GREEN: Q(done_at=None, due_at__gt=at + SOON),
    }
    if wanted.light in set(Light):
        matching &= lights[Light(wanted.light)]
    seen = Topic.objects.filter(access.topics_for(actor)).values("pk")
    return _measures().filter(matching, topic__in=seen).order_by("due_at", "pk")


def _measures() -> QuerySet[Measure]:
    told = Prefetch("progress", Progress.objects.select_related("person"))
    return Measure.objects.select_related("unit", "topic").prefetch_related(told)


def measure_for(actor: Actor, ident: int) -> Measure:
    """One measure. Raises NoSuchTopic."""
    row = _measures().filter(pk=ident).first()
    if row is None:
        raise NoSuchTopic
    topic_for(actor, row.topic_id)
    return row


def waiting(actor: Actor, _at: datetime) -> int | None:
    """Topics for those who organise, measures still owed for units."""
    if actor.has(*access.ORGANISERS):
        found: QuerySet[Topic] | QuerySet[Measure] = Topic.objects.filter(
            access.topics_for(actor), state=TopicState.WAITING
        )
    else:
        found = Measure.objects.filter(unit_id__in=actor.units(*access.UNIT), done_at=None)
    return found.values("pk").distinct()[:COUNT_UP_TO].count() or None


def planned(actor: Actor) -> Sequence[Meeting]:
    return list(meetings(actor, MeetingState.PLANNED).order_by("meet_at")[:50])


def owed(parents: Collection[int] | None) -> Iterable[Owed]:
    """The measures that units owe, for the ladder of reminders."""
    found = Measure.objects.filter(done_at=None)
    if parents is not None:
        found = found.filter(pk__in=list(parents))
    for row in found.select_related("topic__case").order_by("pk"):
        case = row.topic.case
        yield Owed(
            About.MEASURE, row.pk, row.pk, row.unit_id, "measure", row.set_at, row.due_at,
            area=row.topic.area_id, accused=case.accused_person_id if case else None,
        )  # fmt: skip
