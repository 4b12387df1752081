"""经办人: a rule or a colleague names who of the unit handles a case; else who signs it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiying.accounts.models import Person, Post
from huiying.accounts.queries import forget_people
from huiying.cases.models import Case
from huiying.cases.refusals import NotYours
from huiying.directory import queries as directory
from huiying.directory.models import Unit
from huiying.dispatch import actions as dispatch
from huiying.dispatch.actions import RuleInput, Why, rulebook
from huiying.dispatch.inbox import Wanted, colleagues, read
from huiying.dispatch.models import Assignment
from huiying.dispatch.queries import suggest
from huiying.dispatch.refusals import BadRule, HandlerAccused, NoHandler
from huiying.journal.queries import history
from tests.city import NOW, City, build, later


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def qian(city: City) -> Person:
    """钱立, a second handler beside 陈静."""
    person = Person.objects.create(username="qian", name="钱立")
    Post.objects.create(person=person, role="handler", unit_id=city.unit("lamps"))
    city.people["qian"] = person
    forget_people()
    return person


def publish(city: City, person_id: int | None, unit: str | None = "lamps") -> None:
    made = rulebook.draft(actor=city.actor("li"), at=later())
    lead = city.unit(unit) if unit else None
    rule = RuleInput("路灯", {"any_words": ["路灯"]}, lead, person_id=person_id)
    rulebook.put_rule(
        rule_set_id=made.pk, position=10, rule=rule, actor=city.actor("li"), at=later()
    )
    rulebook.publish(rule_set_id=made.pk, actor=city.actor("zhou"), at=later())


def follow(city: City, case: Case) -> Assignment:
    """李强 follows the rules' proposal."""
    why = Why.of(suggest(case))
    unit = city.unit("lamps")
    dispatch.dispatch(
        case_id=case.pk, unit_id=unit, actor=city.actor("li"), at=later(minutes=5), why=why
    )
    return Assignment.objects.get(case=case, role="lead")


def sent(city: City, **facts: Any) -> Case:
    case = city.receive(**facts)
    return dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )


def name(city: City, case: Case, person_id: int, who: str = "chen") -> Case:
    return dispatch.name_handler(
        case_id=case.pk, person_id=person_id, actor=city.actor(who), at=later(minutes=30),
        text="你去一趟",
    )  # fmt: skip


def told_of(case: Case, event: str) -> dict[str, Any]:
    """What the journal keeps of the one event of that kind."""
    (line,) = [line for line in history("case", case.pk) if line.event == event]
    return dict(line.data)


def test_a_rule_can_send_a_case_to_a_person_of_the_unit(city: City, qian: Person) -> None:
    publish(city, qian.pk)
    case = city.receive()
    found = suggest(case)
    assert (found.handler, found.certain) == ((qian.pk, "钱立"), True)
    assert follow(city, case).handler == qian
    told = told_of(case, "Dispatched")
    assert (told["handler_id"], told["handler"]) == (qian.pk, "钱立")


@pytest.mark.parametrize("unit", ["housing", None])
def test_a_rule_names_only_somebody_of_its_unit(city: City, qian: Person, unit: str | None) -> None:
    with pytest.raises(BadRule):
        publish(city, qian.pk, unit)


def test_somebody_who_has_left_leaves_the_case_to_the_dispatcher(city: City, qian: Person) -> None:
    publish(city, qian.pk)
    qian.is_active = False
    qian.save()
    forget_people()
    found = suggest(city.receive())
    assert (found.handler, found.certain) == (None, False)
    assert found.unit
    assert "经办人" in found.problems[0]


def test_a_post_that_has_ended_gives_the_case_to_the_unit(city: City, qian: Person) -> None:
    publish(city, qian.pk)
    Post.objects.filter(person=qian).update(until=NOW.date() - timedelta(days=1))
    assert follow(city, city.receive()).handler is None


def test_the_accused_person_never_handles_the_case(city: City, qian: Person) -> None:
    publish(city, qian.pk)
    case = city.receive(accused_person_id=qian.pk)
    assert "回避" in suggest(case).problems[0]
    assert follow(city, case).handler is None
    with pytest.raises(HandlerAccused):
        name(city, case, qian.pk)


def test_who_signs_handles_it_unless_somebody_was_named(city: City, qian: Person) -> None:
    plain, named = sent(city), sent(city, title="另一盏灯")
    name(city, named, qian.pk)
    for case in (plain, named):
        dispatch.sign(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1))
    rows = Assignment.objects.filter(role="lead").order_by("case_id")
    assert [(row.signed_by, row.handler) for row in rows] == [
        (city.people["chen"], city.people["chen"]), (city.people["chen"], qian),
    ]  # fmt: skip


def test_naming_a_colleague_is_told_and_changes_no_limit(city: City, qian: Person) -> None:
    case = sent(city)
    before = Assignment.objects.get(case=case, role="lead")
    done = name(city, case, qian.pk)
    after = Assignment.objects.get(case=case, role="lead")
    assert after.handler == qian
    assert (done.state, after.next_due) == (case.state, before.next_due)
    assert told_of(case, "HandlerNamed")["handler"] == "钱立"


@pytest.mark.parametrize("who", ["wang", "li", "lin"])
def test_only_the_unit_itself_names_its_handler(city: City, qian: Person, who: str) -> None:
    with pytest.raises(NotYours):
        name(city, sent(city), qian.pk, who)


def test_nobody_of_another_unit_can_be_named(city: City) -> None:
    with pytest.raises(NoHandler):
        name(city, sent(city), city.people["zhao"].pk)


def test_the_list_can_be_that_of_one_colleague(city: City, qian: Person) -> None:
    mine, other = sent(city), sent(city, title="另一盏灯")
    name(city, mine, qian.pk)
    dispatch.sign(case_id=other.pk, actor=city.actor("chen"), at=later(hours=1))
    found = read(city.actor("qian"), Wanted("all", person=qian.pk), later(hours=2))
    assert [item.row.id for item in found.items] == [mine.pk]
    assert [name for _id, name in colleagues(city.actor("qian"))] == sorted(["钱立", "陈静"])


def test_passing_a_case_on_leaves_the_handler_behind(city: City, qian: Person) -> None:
    below = Unit.objects.create(
        code="QH-CG-1", name="照明所", kind="department", parent_id=city.unit("lamps"), path=""
    )
    below.path = f"{Unit.objects.get(pk=city.unit('lamps')).path}{below.pk}/"
    below.save()
    directory.forget()
    case = sent(city)
    name(city, case, qian.pk)
    dispatch.transfer(
        case_id=case.pk, unit_id=below.pk, actor=city.actor("chen"), at=later(hours=1)
    )
    assert Assignment.objects.get(case=case, role="lead", open=True).handler is None
