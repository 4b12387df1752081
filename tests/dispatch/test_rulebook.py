"""The rulebook: drafts from what is in force, published editions that never change, trials."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huiying.cases.refusals import Missing, NotYours
from huiying.directory import queries as directory
from huiying.directory.models import Unit
from huiying.dispatch import editions
from huiying.dispatch.actions import rulebook
from huiying.dispatch.actions.rulebook import RuleInput
from huiying.dispatch.models import Rule, RuleSet
from huiying.dispatch.queries import suggest
from huiying.dispatch.refusals import BadRule, RulesPublishedAlready
from huiying.journal.models import Entry
from tests.city import City, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build()


def lamps(city: City, **more: Any) -> RuleInput:
    facts: dict[str, Any] = {
        "name": "路灯归城管", "conditions": {"any_words": ["路灯"]},
        "lead_unit_id": city.unit("lamps"), "basis": "三定方案",
    }  # fmt: skip
    return RuleInput(**(facts | more))


def by_area(name: str = "其余属地") -> RuleInput:
    return RuleInput(name, {}, None)


def draft(city: City, *rules: RuleInput, minutes: int = 0) -> RuleSet:
    made = rulebook.draft(actor=city.actor("li"), at=later(minutes=minutes))
    for place, rule in enumerate(rules, start=1):
        put(city, made, place * 10, rule)
    return made


def put(city: City, made: RuleSet, position: int, rule: RuleInput) -> Rule:
    return rulebook.put_rule(
        rule_set_id=made.pk, position=position, rule=rule, actor=city.actor("li"), at=later()
    )


def publish(city: City, made: RuleSet, who: str = "zhou") -> RuleSet:
    return rulebook.publish(rule_set_id=made.pk, actor=city.actor(who), at=later(hours=1))


def test_the_published_rules_propose_a_unit_and_say_why(city: City) -> None:
    publish(city, draft(city, lamps(city), by_area()))
    found = suggest(city.receive())
    assert found.certain
    assert found.unit
    assert (found.unit.id, found.decision.because) == (city.unit("lamps"), ("含有：路灯",))
    other = suggest(city.receive(title="井盖丢失", body="井盖没了"))
    assert other.unit
    assert other.unit.id == city.unit("quanhe")


def test_without_rules_nothing_is_proposed_and_nothing_is_certain(city: City) -> None:
    found = suggest(city.receive())
    assert (found.unit, found.certain) == (None, False)


def test_a_rule_for_the_area_needs_one(city: City) -> None:
    publish(city, draft(city, by_area()))
    found = suggest(city.receive(area_id=None))
    assert (found.unit, found.certain, len(found.problems)) == (None, False, 1)


def test_the_accused_unit_is_never_proposed(city: City) -> None:
    publish(city, draft(city, lamps(city)))
    found = suggest(city.receive(accused_unit_id=city.unit("lamps")))
    assert (found.unit, found.certain) == (None, False)
    assert "回避" in found.problems[0]


def test_a_unit_closed_after_publishing_is_not_proposed_in_silence(city: City) -> None:
    publish(city, draft(city, lamps(city)))
    Unit.objects.filter(pk=city.unit("lamps")).update(active=False)
    directory.forget()
    found = suggest(city.receive())
    assert (found.unit, found.certain) == (None, False)
    assert "停用" in found.problems[0]


def test_a_rule_broken_in_the_database_leaves_the_case_to_a_person(city: City) -> None:
    made = draft(city, lamps(city), by_area())
    Rule.objects.filter(rule_set=made, position=10).update(conditions={"colour": ["red"]})
    RuleSet.objects.filter(pk=made.pk).update(status="published", published_at=later())
    found = suggest(city.receive())
    assert found.unit
    assert found.unit.id == city.unit("quanhe")
    assert not found.certain
    assert "colour" in found.problems[0]


def test_a_draft_begins_with_the_rules_in_force(city: City) -> None:
    helped = lamps(city, assisting=(city.unit("housing"),), level="urgent")
    first = publish(city, draft(city, helped, by_area()))
    second = rulebook.draft(actor=city.actor("li"), at=later(hours=2))
    assert second.based_on == first
    assert second.version == first.version + 1
    plain = [(r.position, r.name, r.conditions, r.lead_unit_id, r.level, r.basis)
             for r in second.rules.order_by("position")]  # fmt: skip
    assert plain == [
        (r.position, r.name, r.conditions, r.lead_unit_id, r.level, r.basis)
        for r in first.rules.order_by("position")
    ]
    assert [u.pk for u in second.rules.get(position=10).assisting.all()] == [city.unit("housing")]
    assert first.rules.count() == 2


def test_what_is_published_cannot_be_edited(city: City) -> None:
    done = publish(city, draft(city, lamps(city)))
    given: dict[str, Any] = {"rule_set_id": done.pk, "actor": city.actor("zhou"), "at": later()}
    for change in (
        lambda: rulebook.put_rule(**given, position=10, rule=by_area()),
        lambda: rulebook.remove_rule(**given, position=10),
        lambda: rulebook.move_rule(**given, position=10, to=20),
        lambda: rulebook.publish(**given),
    ):
        with pytest.raises(RulesPublishedAlready):
            change()
    assert done.rules.get().name == "路灯归城管"


@pytest.mark.parametrize("act", ["update", "delete", "insert", "out", "in", "help", "unhelp"])
def test_the_database_itself_keeps_published_rules(city: City, act: str) -> None:
    helped = lamps(city, assisting=(city.unit("police"),))
    done = publish(city, draft(city, helped))
    other = draft(city, minutes=90)
    row = Rule.objects.get(rule_set=done)
    rows = Rule.objects.filter(rule_set=done)
    fresh = Rule(rule_set=done, position=99, name="夹带", lead_by_area=True)
    changes: dict[str, Any] = {
        "update": lambda: rows.update(name="改"),
        "delete": lambda: rows._raw_delete(rows.db),
        "insert": lambda: fresh.save(force_insert=True),
        "out": lambda: rows.update(rule_set=other, position=77),
        "in": lambda: Rule.objects.filter(rule_set=other).update(rule_set=done, position=77),
        "help": lambda: row.assisting.add(city.unit("housing")),
        "unhelp": row.assisting.clear,
    }
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        changes[act]()
    assert [u.pk for u in rows.get().assisting.all()] == [city.unit("police")]


def test_a_published_edition_does_not_become_a_draft_again(city: City) -> None:
    done = publish(city, draft(city, lamps(city)))
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        RuleSet.objects.filter(pk=done.pk).update(status="draft", published_at=None)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        RuleSet.objects.filter(pk=done.pk)._raw_delete("default")


def test_only_one_edition_is_in_force(city: City) -> None:
    first = publish(city, draft(city, lamps(city)))
    second = publish(city, draft(city, minutes=5))
    first.refresh_from_db()
    assert (first.status, second.status) == ("retired", "published")
    third = draft(city, minutes=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=third.pk).update(status="published", published_at=later())


BAD: tuple[dict[str, Any], ...] = (
    {"name": " "}, {"conditions": {"colour": ["red"]}}, {"conditions": {"from_time": "9 点"}},
    {"lead_unit_id": 999_999}, {"assisting": (999_999,)}, {"conditions": {"categories": [999_999]}},
    {"conditions": {"areas": [999_999]}}, {"level": "highest"},
)  # fmt: skip


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_a_rule_that_names_what_is_not_there_is_refused(city: City, wrong: dict[str, Any]) -> None:
    made = draft(city)
    with pytest.raises(BadRule) as refused:
        put(city, made, 30, lamps(city, **wrong))
    assert refused.value.params["position"] == 30
    assert not made.rules.exists()


def test_publishing_looks_at_every_rule_again(city: City) -> None:
    made = draft(city, lamps(city), by_area())
    Unit.objects.filter(pk=city.unit("lamps")).update(active=False)
    directory.forget()
    with pytest.raises(BadRule, match="停用"):
        publish(city, made)
    assert RuleSet.objects.get(pk=made.pk).status == "draft"


def test_an_empty_edition_is_not_published(city: City) -> None:
    with pytest.raises(Missing):
        publish(city, draft(city))


@pytest.mark.parametrize("name", ["wang", "chen", "zhao", "wu", "he", "lin", "nobody"])
def test_rules_are_written_by_dispatchers_supervisors_and_administrators(
    city: City, name: str
) -> None:
    with pytest.raises(NotYours):
        rulebook.draft(actor=city.actor(name), at=later())


def test_a_dispatcher_drafts_and_does_not_publish(city: City) -> None:
    made = draft(city, lamps(city))
    with pytest.raises(NotYours):
        publish(city, made, "li")
    assert publish(city, made, "guo").status == "published"


def test_moving_a_rule_changes_which_one_wins(city: City) -> None:
    second = lamps(city, name="乙", lead_unit_id=city.unit("housing"))
    made = draft(city, lamps(city, name="甲"), second, by_area("丙"))
    rulebook.move_rule(rule_set_id=made.pk, position=20, to=10, actor=city.actor("li"), at=later())
    assert [(r.position, r.name) for r in made.rules.order_by("position")] == [
        (10, "乙"), (20, "甲"), (30, "丙"),
    ]  # fmt: skip
    publish(city, made)
    found = suggest(city.receive())
    assert found.unit
    assert found.unit.id == city.unit("housing")


def test_a_trial_shows_the_cases_that_would_go_elsewhere(city: City) -> None:
    publish(city, draft(city, lamps(city), by_area()))
    moved, stays = city.receive(), city.receive(title="井盖丢失", body="井盖没了")
    made = rulebook.draft(actor=city.actor("li"), at=later(hours=2))
    put(city, made, 10, lamps(city, lead_unit_id=city.unit("housing")))
    since, until = later(days=-1), later(days=1)
    tried = editions.try_part(made.pk, since, until)
    assert tried.looked == 2
    (difference,) = tried.differences
    assert difference.case_id == moved.pk != stays.pk
    assert Entry.objects.filter(subject_id=moved.pk, event="Dispatched").count() == 0


def test_a_trial_in_parts_looks_at_every_case_once(city: City) -> None:
    publish(city, draft(city, by_area()))
    idents = {city.receive(at=later(minutes=n // 2)).pk for n in range(7)}
    made = rulebook.draft(actor=city.actor("li"), at=later(hours=2))
    put(city, made, 10, lamps(city))
    since, until = later(), later() + timedelta(days=1)
    place, seen, looked = "", [], 0
    while True:
        tried = editions.try_part(made.pk, since, until, place=place, most=2)
        seen += [d.case_id for d in tried.differences]
        looked += tried.looked
        if not (place := tried.next):
            break
    assert (sorted(seen), looked) == (sorted(idents), 7)


def test_what_was_written_and_published_is_in_the_journal(city: City) -> None:
    made = publish(city, draft(city, lamps(city)))
    lines = Entry.objects.filter(topic="rule_set", subject_id=made.pk).order_by("id")
    assert [e.event for e in lines] == ["RulesDrafted", "RuleChanged", "RulesPublished"]
