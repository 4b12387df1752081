"""A case nobody takes, a common problem, a hard case: raised, met on, decided, followed up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.consultation import actions, queries, raising
from huiying.consultation.actions import NewMeasure, NewMeeting
from huiying.consultation.models import Measure, Meeting, Topic
from huiying.consultation.queries import MeasuresWanted, Wanted
from huiying.consultation.raising import NewTopic
from huiying.consultation.refusals import (
    ConsultationNeeds,
    DuePast,
    NoSuchTopic,
    NothingToRule,
    NotYourConsultation,
    RaisedAlready,
    TopicNotNow,
    TopicStale,
)
from huiying.consultation.rules.course import SOON, Light, light
from huiying.dispatch import actions as dispatch
from huiying.dispatch.models import Rule
from huiying.insights import placing, proposing, vocabulary
from huiying.insights.models import Problem
from huiying.insights.proposing import Goal
from huiying.journal.delivery import deliver_pending
from huiying.supervision import nudging
from huiying.supervision.models import Item
from tests.city import NOW, City, build, later
from tests.insights.letters import MIXER

pytestmark = pytest.mark.django_db
MOMENTS = st.timedeltas(timedelta(days=-40), timedelta(days=40)).map(NOW.__add__)


@pytest.fixture
def city(db: None) -> City:
    vocabulary.forget()
    return build()


def raised(city: City, who: str = "li", **more: Any) -> Topic:
    new = NewTopic(**({"title": "夜市油烟谁来管", "words": "三家都说不归自己"} | more))
    return raising.raise_topic(new=new, actor=city.actor(who), at=NOW)


def called(city: City, *topics: Topic, **more: Any) -> Meeting:
    given: dict[str, Any] = {
        "title": "第 12 周会商会", "meet_at": later(days=1), "place": "三楼会议室",
        "chair": "周军", "units": [city.unit("lamps"), city.unit("housing")],
        "topics": [one.pk for one in topics],
    }  # fmt: skip
    return actions.call(new=NewMeeting(**(given | more)), actor=city.actor("li"), at=NOW)


def decided(city: City, topic: Topic, unit: str | None = "lamps") -> Topic:
    return actions.decide(
        topic_id=topic.pk, decision="由城管委牵头，住建委配合。", actor=city.actor("zhou"),
        lead_unit_id=city.unit(unit) if unit else None, at=later(days=1),
    )  # fmt: skip


def measured(city: City, topic: Topic, due: datetime | None = None) -> Measure:
    new = NewMeasure("油烟直排", "安装净化装置", city.unit("lamps"), due or later(days=20))
    return actions.set_measure(
        topic_id=topic.pk, new=new, actor=city.actor("zhou"), at=later(days=1)
    )


def homeless(city: City) -> Case:
    """A case that two units gave back."""
    case = city.receive()
    for unit, who in (("lamps", "chen"), ("housing", "sun")):
        li = city.actor("li")
        dispatch.dispatch(case_id=case.pk, unit_id=city.unit(unit), actor=li, at=NOW)
        dispatch.return_case(
            case_id=case.pk, actor=city.actor(who), at=later(minutes=5), text="不归我们",
            basis="三定方案", proposed_unit_id=city.unit("police"),
        )  # fmt: skip
    deliver_pending(later(minutes=6))
    return Case.objects.get(pk=case.pk)


def test_whose_a_case_is_that_came_back_twice_is_a_topic_with_a_clock(city: City) -> None:
    case = homeless(city)
    topic = Topic.objects.get(case=case)
    assert (topic.about, topic.state) == ("ownership", "waiting")
    assert topic.due_at - topic.raised_at < timedelta(days=4)
    dispatch.designate(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("zhou"), at=later(hours=1),
        text="会商纪要",
    )  # fmt: skip
    deliver_pending(later(hours=1))
    topic.refresh_from_db()
    assert (topic.state, topic.ended_why) == ("withdrawn", "案件已派出或已结束")


def test_a_problem_put_forward_becomes_a_topic_and_goes_with_its_proposal(city: City) -> None:
    made = [
        city.receive(title=text, body=f"{text}。", reporter=Contact(f"居民{n}", f"1993000{n:04}"))
        for n, text in enumerate(MIXER)
    ]
    placing.renew([case.pk for case in made], NOW)
    problem = Problem.objects.order_by("-size")[0]
    li = city.actor("li")
    proposal = proposing.propose(
        problem=problem.pk, goal=Goal.CONSULTATION, why="请住建牵头", actor=li, at=NOW
    )
    deliver_pending(NOW)
    topic = Topic.objects.get(problem=problem)
    assert (topic.about, topic.words) == ("problem", "请住建牵头")
    assert topic.raised_by == city.people["li"]
    proposing.withdraw(proposal=proposal.pk, why="不用了", actor=li, at=NOW)
    deliver_pending(NOW)
    topic.refresh_from_db()
    assert topic.state == "withdrawn"


def test_from_the_agenda_to_the_decision_to_a_rule(city: City) -> None:
    topic = Topic.objects.get(case=homeless(city))
    meeting = called(city, topic)
    topic = decided(city, topic)
    actions.hold(
        meeting_id=meeting.pk, present="周军、李强", minutes="议了一件。", actor=city.actor("li"),
        at=later(days=1),
    )  # fmt: skip
    topic = actions.draft_rule(topic_id=topic.pk, actor=city.actor("zhou"), at=later(days=2))
    rule = Rule.objects.get(rule_set=topic.rule_set)
    assert rule.lead_unit_id == city.unit("lamps")
    assert rule.basis.startswith("会商 2026-03-11 第 12 周会商会：由城管委牵头")
    assert rule.conditions == {"categories": [city.categories["lamp"].pk]}


def test_without_an_owner_or_a_kind_there_is_no_rule(city: City) -> None:
    topic = raised(city)
    called(city, topic)
    decided(city, topic)
    with pytest.raises(NothingToRule):
        actions.draft_rule(topic_id=topic.pk, actor=city.actor("zhou"), at=later(days=2))


def test_what_was_not_decided_goes_back_to_the_queue(city: City) -> None:
    first, second, third = (raised(city, title=f"议题{n}") for n in range(3))
    meeting = called(city, first, second, third)
    decided(city, first)
    li = city.actor("li")
    actions.take_off(topic_id=second.pk, actor=li, at=NOW)
    actions.add_topic(meeting_id=meeting.pk, topic_id=second.pk, actor=li, at=NOW)
    held = actions.hold(meeting_id=meeting.pk, present="周军", minutes="一件", actor=li, at=NOW)
    assert held.state == "held"
    assert [Topic.objects.get(pk=one.pk).state for one in (first, second, third)] == [
        "decided", "waiting", "waiting",
    ]  # fmt: skip
    again = called(city, second)
    actions.cancel(meeting_id=again.pk, why="下雪", actor=li, at=NOW)
    assert Topic.objects.get(pk=second.pk).state == "waiting"
    with pytest.raises(TopicNotNow):
        actions.cancel(meeting_id=again.pk, why="再取消", actor=li, at=NOW)


def test_the_same_case_is_not_raised_twice_while_it_waits(city: City) -> None:
    case = city.receive()
    first = raised(city, case=case.number)
    with pytest.raises(RaisedAlready):
        raised(city, case=case.number)
    actions.withdraw(topic_id=first.pk, why="解决了", actor=city.actor("li"), at=NOW)
    raised(city, case=case.number)


@pytest.mark.parametrize("who", ["chen", "wang", "wu", "lin", "guo"])
def test_who_may_not_raise_nor_call(city: City, who: str) -> None:
    with pytest.raises(NotYourConsultation):
        raised(city, who)
    with pytest.raises(NotYourConsultation):
        actions.call(new=NewMeeting("x", NOW, "x", "x", [1], [1]), actor=city.actor(who), at=NOW)


def test_what_is_missing_is_told(city: City) -> None:
    with pytest.raises(ConsultationNeeds):
        raised(city, title=" ")
    topic = raised(city)
    empty: tuple[dict[str, Any], ...] = (
        {"title": ""}, {"place": " "}, {"chair": ""}, {"units": []}, {"topics": []},
    )  # fmt: skip
    for missing in empty:
        with pytest.raises(ConsultationNeeds):
            called(city, topic, **missing)
    with pytest.raises(NoSuchTopic):
        called(city, topic, topics=[999_999])
    meeting = called(city, topic)
    with pytest.raises(TopicNotNow):
        called(city, topic)
    with pytest.raises(TopicNotNow):
        measured(city, topic)
    with pytest.raises(TopicStale):
        actions.hold(
            meeting_id=meeting.pk, present="x", minutes="x", actor=city.actor("li"), at=NOW,
            version=7,
        )  # fmt: skip
    decided(city, topic)
    with pytest.raises(DuePast):
        measured(city, topic, due=NOW)


def test_a_measure_is_told_of_by_its_unit_until_it_is_done(city: City) -> None:
    topic = raised(city)
    called(city, topic)
    measure = measured(city, decided(city, topic))
    chen = city.actor("chen")
    told: dict[str, Any] = {"measure_id": measure.pk, "text": "装了两家", "at": later(days=2)}
    actions.progress(**told, done=False, actor=chen)
    with pytest.raises(NotYourConsultation):
        actions.progress(**told, done=False, actor=city.actor("sun"))  # asked to come, owes nothing
    with pytest.raises(NoSuchTopic):
        actions.progress(**told, done=False, actor=city.actor("ma"))
    with pytest.raises(TopicStale):
        actions.progress(**told, done=True, actor=chen, version=1)
    done = actions.progress(**told, done=True, actor=chen, version=2)
    assert done.done_at == later(days=2)
    with pytest.raises(TopicNotNow):
        actions.progress(**told, done=True, actor=chen)


def test_a_measure_that_is_owed_climbs_the_ladder(city: City) -> None:
    topic = raised(city)
    called(city, topic)
    measure = measured(city, decided(city, topic), due=later(days=10))
    deliver_pending(later(days=1))
    assert nudging.run_due(later(days=9, hours=23)) == 1
    assert Item.objects.get().person == city.people["chen"]
    actions.progress(
        measure_id=measure.pk, text="完成", done=True, actor=city.actor("chen"), at=later(days=10)
    )
    deliver_pending(later(days=10))
    assert nudging.run_due(later(days=90)) == 0


@given(MOMENTS, MOMENTS)
def test_the_light_says_how_it_stands(due: datetime, at: datetime) -> None:
    shown = light(due, None, at)
    assert (shown is Light.RED) == (due < at)
    assert (shown is Light.YELLOW) == (timedelta() <= due - at <= SOON)
    assert light(due, at, at) is Light.DONE


def test_lists_are_filtered_by_light_and_by_who_looks(city: City) -> None:
    topic = raised(city)
    called(city, topic)
    decided(city, topic)
    for days in (2, 10, 40):
        measured(city, topic, due=later(days=days))
    zhou, at = city.actor("zhou"), later(days=8)
    found = {
        one: queries.measures(zhou, MeasuresWanted(light=one), at).count()
        for one in map(str, Light)
    }
    assert found == {"red": 1, "yellow": 1, "green": 1, "done": 0}
    assert queries.waiting(city.actor("chen"), at) == 3
    assert queries.waiting(zhou, at) is None
    assert queries.topics(city.actor("ma"), Wanted(), at).count() == 0
    assert queries.topics(city.actor("chen"), Wanted(), at).count() == 1
    assert queries.meetings(city.actor("sun")).count() == 1


def test_who_a_case_complains_of_finds_nothing(city: City) -> None:
    case = city.receive(accused_person_id=city.people["gao"].pk)
    topic = raised(city, case=case.number)
    with pytest.raises(NoSuchTopic):
        queries.topic_for(city.actor("gao"), topic.pk)
    ours = city.receive(accused_unit_id=city.unit("lamps"))
    second = raised(city, case=ours.number)
    called(city, topic, second)
    assert list(queries.topics(city.actor("chen"), Wanted(), NOW)) == [topic]
