"""People and posts: who may change them, what the journal keeps, who is left in charge."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiying.accounts import actions, queries
from huiying.accounts.actions import PostFacts
from huiying.accounts.actors import Actor, system
from huiying.accounts.models import Person, Post
from huiying.accounts.refusals import (
    BadPassword,
    BadPost,
    LastAdministrator,
    NoSuchPerson,
    NotAdministrator,
    NotYourself,
    PersonEmpty,
    UsernameTaken,
)
from huiying.directory import actions as directory
from huiying.directory.models import Unit
from huiying.journal.events import By
from huiying.journal.queries import history
from tests.city import NOW, City

TODAY = NOW.date()
PASSWORD = "qinghe-lamps-2026"


def test_a_new_colleague_gets_posts_and_can_act_at_once(city: City, guo: Actor) -> None:
    post = PostFacts("handler", city.unit("lamps"))
    person = actions.create_person(
        username="tian", name="田野", password=PASSWORD, mobile="19900002222", posts=[post],
        actor=guo, at=NOW,
    )  # fmt: skip
    assert person.check_password(PASSWORD)
    assert queries.actor_of(person, TODAY).roles == {"handler"}
    lines = history("person", person.pk)
    assert [(line.event, line.actor_name) for line in lines] == [
        ("PersonAdded", "郭涛"),
        ("PostGiven", "郭涛"),
    ]
    assert "19900002222" not in str([line.data for line in lines])
    assert PASSWORD not in str([line.data for line in lines])


@pytest.mark.parametrize("who", ["wang", "zhou", "he", "lin"])
def test_nobody_but_administrators_manages_people(city: City, who: str) -> None:
    person_id = city.people["chen"].pk
    asked: list[Any] = [
        lambda a: actions.create_person(username="x", name="某", actor=a, at=NOW),
        lambda a: actions.change_person(person_id=person_id, name="某", actor=a, at=NOW),
        lambda a: actions.set_posts(person_id=person_id, posts=[], actor=a, at=NOW),
        lambda a: actions.deactivate(person_id=person_id, actor=a, at=NOW),
        lambda a: actions.reactivate(person_id=person_id, actor=a, at=NOW),
    ]
    for ask in asked:
        with pytest.raises(NotAdministrator):
            ask(city.actor(who))
    assert Person.objects.get(pk=person_id).name == "陈静"


def test_a_username_is_used_once_in_whatever_case(city: City, guo: Actor) -> None:
    with pytest.raises(UsernameTaken, match="WANG"):
        actions.create_person(username="WANG", name="王方", actor=guo, at=NOW)
    with pytest.raises(PersonEmpty):
        actions.create_person(username="new", name=" ", actor=guo, at=NOW)


def test_a_weak_password_is_refused_and_nobody_is_made(city: City, guo: Actor) -> None:
    with pytest.raises(BadPassword):
        actions.create_person(username="tian", name="田野", password="123", actor=guo, at=NOW)
    assert not Person.objects.filter(username="tian").exists()


def test_without_a_password_nobody_signs_in_by_password(city: City, guo: Actor) -> None:
    person = actions.create_person(username="tian", name="田野", actor=guo, at=NOW)
    assert not person.has_usable_password()


def test_changes_are_told_by_the_names_of_fields_only(city: City, guo: Actor) -> None:
    chen = city.people["chen"]
    actions.change_person(
        person_id=chen.pk, mobile="19900003333", email="", password=PASSWORD, actor=guo, at=NOW
    )
    (line,) = history("person", chen.pk)
    assert line.data == {"fields": ["mobile", "password"]}
    actions.change_person(person_id=chen.pk, mobile="19900003333", actor=guo, at=NOW)
    assert len(history("person", chen.pk)) == 1


def test_the_journal_says_who_changed_which_post(city: City, guo: Actor) -> None:
    chen = city.people["chen"]
    until = TODAY + timedelta(days=30)
    actions.set_posts(
        person_id=chen.pk,
        posts=[
            PostFacts("handler", city.unit("lamps"), until=until),
            PostFacts("street", city.unit("quanhe"), area_id=city.areas["xingfu"].pk),
        ],
        actor=guo,
        at=NOW,
    )
    actions.set_posts(
        person_id=chen.pk,
        posts=[PostFacts("handler", city.unit("lamps"), until=until)],
        actor=guo,
        at=NOW,
    )
    told = [(line.event, line.data["role"], line.actor_name) for line in history("person", chen.pk)]
    assert told == [
        ("PostChanged", "handler", "郭涛"),
        ("PostGiven", "street", "郭涛"),
        ("PostTaken", "street", "郭涛"),
    ]
    assert Post.objects.get(person=chen).until == until


def test_the_same_posts_again_change_nothing(city: City, guo: Actor) -> None:
    chen = city.people["chen"]
    post = PostFacts("handler", city.unit("lamps"))
    actions.set_posts(person_id=chen.pk, posts=[post], actor=guo, at=NOW)
    assert history("person", chen.pk) == []
    with pytest.raises(BadPost, match="两次"):
        actions.set_posts(person_id=chen.pk, posts=[post, post], actor=guo, at=NOW)


def test_impossible_posts_are_refused(city: City, guo: Actor) -> None:
    chen, lamps = city.people["chen"], city.unit("lamps")
    Unit.objects.filter(pk=city.unit("police")).update(active=False)
    wrong = [
        PostFacts("mayor", lamps),
        PostFacts("handler", 999_999),
        PostFacts("handler", lamps, area_id=999_999),
        PostFacts("handler", city.unit("police")),
        PostFacts("supervisor", lamps, since=date(2026, 5, 1), until=date(2026, 4, 1)),
    ]
    directory.put_unit(code="QH-CG", phone="1", by=By(1, "郭涛"), at=NOW)
    for facts in wrong:
        with pytest.raises(BadPost):
            actions.set_posts(person_id=chen.pk, posts=[facts], actor=guo, at=NOW)
    assert Post.objects.get(person=chen).role == "handler"


def test_whoever_is_deactivated_can_do_nothing_and_may_come_back(city: City, guo: Actor) -> None:
    chen = city.people["chen"]
    actions.deactivate(person_id=chen.pk, actor=guo, at=NOW)
    chen.refresh_from_db()
    assert queries.actor_of(chen, TODAY).grants == ()
    assert chen not in queries.people()
    actions.reactivate(person_id=chen.pk, actor=guo, at=NOW)
    chen.refresh_from_db()
    assert queries.actor_of(chen, TODAY).roles == {"handler"}
    events = [line.event for line in history("person", chen.pk)]
    assert events == ["PersonDeactivated", "PersonReactivated"]


def test_the_last_administrator_stays(city: City, guo: Actor) -> None:
    with pytest.raises(NotYourself):
        actions.deactivate(person_id=city.people["guo"].pk, actor=guo, at=NOW)
    machine = system("测试")
    with pytest.raises(LastAdministrator, match="郭涛"):
        actions.deactivate(person_id=city.people["guo"].pk, actor=machine, at=NOW)
    with pytest.raises(LastAdministrator):
        actions.set_posts(person_id=city.people["guo"].pk, posts=[], actor=guo, at=NOW)
    ended = PostFacts("administrator", city.unit("district"), until=TODAY - timedelta(days=1))
    with pytest.raises(LastAdministrator):
        actions.set_posts(person_id=city.people["guo"].pk, posts=[ended], actor=guo, at=NOW)
    assert Post.objects.get(person=city.people["guo"]).until is None
    second = PostFacts("administrator", city.unit("district"))
    actions.set_posts(person_id=city.people["lin"].pk, posts=[second], actor=guo, at=NOW)
    actions.deactivate(person_id=city.people["guo"].pk, actor=city.actor("lin"), at=NOW)
    assert not Person.objects.get(username="guo").is_active


def test_somebody_unknown_is_refused(city: City, guo: Actor) -> None:
    with pytest.raises(NoSuchPerson):
        actions.deactivate(person_id=999_999, actor=guo, at=NOW)


def test_posts_hold_from_their_first_day_to_their_last(city: City, guo: Actor) -> None:
    chen = city.people["chen"]
    post = PostFacts("handler", city.unit("lamps"), since=TODAY, until=TODAY + timedelta(days=1))
    actions.set_posts(person_id=chen.pk, posts=[post], actor=guo, at=NOW)
    held = [bool(queries.actor_of(chen, TODAY + timedelta(days=n)).grants) for n in (-1, 0, 1, 2)]
    assert held == [False, True, True, False]


def test_an_actor_costs_one_query(city: City, django_assert_num_queries: Any) -> None:
    queries.actor_of(city.people["chen"], TODAY)
    with django_assert_num_queries(1):
        queries.actor_of(city.people["chen"], TODAY)


def test_a_post_at_a_unit_another_process_has_just_added_is_understood(city: City) -> None:
    queries.actor_of(city.people["chen"], TODAY)
    unit = Unit.objects.create(code="NEW", name="新局", kind="department", path="/999/")
    Post.objects.create(person=city.people["chen"], role="handler", unit=unit)
    assert unit.pk in queries.actor_of(city.people["chen"], TODAY).units("handler")


def test_cases_of_a_grid_are_handled_by_the_nearest_unit_with_people(
    city: City, guo: Actor
) -> None:
    assert queries.handlers_of(city.unit("xingfu")) == [city.people["xu"]]
    actions.deactivate(person_id=city.people["xu"].pk, actor=guo, at=NOW)
    assert queries.handlers_of(city.unit("xingfu")) == [city.people["zhao"]]
    assert queries.handlers_of(city.unit("police")) == []


def test_people_are_found_by_name_role_and_unit(city: City) -> None:
    assert [p.name for p in queries.people(search="陈")] == ["陈静"]
    assert {p.name for p in queries.people(role="supervisor")} == {"周军", "高洁"}
    below = queries.people(unit_id=city.unit("quanhe"))
    assert {p.name for p in below} == {"赵敏", "徐娜"}
    assert queries.people(active=False) == []
