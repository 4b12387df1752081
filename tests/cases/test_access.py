"""Who sees and does what: the state table's roles are kept, filters and single looks agree."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from huiying.accounts.actors import Actor, system
from huiying.accounts.models import Person, Post
from huiying.accounts.roles import Role
from huiying.cases import access
from huiying.cases.listing import Filter
from huiying.cases.models import Case
from huiying.cases.people import Contact
from huiying.cases.queries import list_cases
from huiying.cases.refusals import NoSuchCase, NotForYou, Recused
from huiying.cases.rules.workflow import BY_NAME, DESK, UNIT, VERBS, Verb
from huiying.dispatch import actions as dispatch
from tests.city import City, build, later

pytestmark = pytest.mark.django_db

# Further posts: (person, role, unit, area) of which the small city has none.
BOUND: tuple[tuple[str, str, str, str | None], ...] = (
    ("qu", "operator", "district", "quanhe"),
    ("bei", "dispatcher", "district", "beilu"),
    ("yan", "inspector", "district", "beilu"),
    ("tan", "leader", "lamps", None),
    ("fang", "leader", "quanhe", None),
    ("dai", "supervisor", "lamps", None),
    ("cun", "street", "shanqian", None),
)
ROLE_HOLDERS = {
    Role.OPERATOR: "wang", Role.DISPATCHER: "li", Role.HANDLER: "chen", Role.STREET: "zhao",
    Role.SUPERVISOR: "zhou", Role.INSPECTOR: "wu", Role.LEADER: "he", Role.AUDITOR: "lin",
    Role.ADMINISTRATOR: "guo", Role.EDITOR: "bai",
}  # fmt: skip


@pytest.fixture
def city() -> City:
    made = build()
    for name, role, unit, area in BOUND:
        person = Person.objects.create(username=name, name=name, password="!")
        Post.objects.create(
            person=person, role=role, unit=made.units[unit],
            area=made.areas[area] if area else None,
        )  # fmt: skip
        made.people[name] = person
    return made


def at_unit(city: City, unit: str, **facts: Any) -> Case:
    case = city.receive(**facts)
    return dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit(unit), actor=city.actor("li"), at=later(minutes=5)
    )


def everybody(city: City) -> list[Actor]:
    """Every person with their posts, some with two, nobody, and the system."""
    city.people["wang"].posts.create(role="handler", unit=city.units["lamps"])
    city.people["ma"].posts.create(role="operator", unit=city.units["district"])
    return [*(city.actor(name) for name in city.people), system("系统")]


def every_kind_of_case(city: City) -> list[Case]:
    """Areas, units, secrecy and people complained about, in many combinations."""
    areas = (None, "xingfu", "shanqian", "district")
    accused = (None, "quanhe", "lamps")
    made = []
    for area, secret, unit in product(areas, (False, True), accused):
        facts: dict[str, Any] = {
            "area_id": city.areas[area].pk if area else None,
            "confidential": secret,
            "accused_unit_id": city.unit(unit) if unit else None,
        }
        made.append(city.receive(**facts))
        made += [
            at_unit(city, lead, **facts)
            for lead in ("lamps", "quanhe", "xingfu")
            if unit is None or (unit, lead) in {("quanhe", "lamps"), ("lamps", "quanhe")}
        ]
    made += [
        at_unit(city, "lamps", accused_person_id=city.people[name].pk)
        for name in ("wang", "chen", "zhao", "qu", "tan")
    ]
    assisted = at_unit(city, "lamps", confidential=True)
    dispatch.call_in(
        case_id=assisted.pk, unit_ids=[city.unit("housing"), city.unit("beilu")],
        actor=city.actor("chen"), at=later(minutes=9), text="请协助",
    )  # fmt: skip
    return [*made, assisted]


@pytest.mark.parametrize("verb", [v for v in VERBS if not v.system], ids=lambda v: v.name)
def test_each_role_may_do_exactly_what_the_table_says(city: City, verb: Verb) -> None:
    lamps, street = at_unit(city, "lamps"), at_unit(city, "quanhe")
    for role, name in ROLE_HOLDERS.items():
        case = street if role == Role.STREET else lamps
        assert access.may(city.actor(name), verb, case) == (role in verb.by), (role, verb.name)


@pytest.mark.parametrize("verb", [v for v in VERBS if v.system], ids=lambda v: v.name)
def test_a_verb_of_the_system_is_open_to_nobody_else(city: City, verb: Verb) -> None:
    case = at_unit(city, "lamps")
    assert not any(access.may(city.actor(name), verb, case) for name in city.people)
    assert access.may(system("系统"), verb, case)


def test_a_unit_may_do_nothing_with_the_case_of_another(city: City) -> None:
    case = at_unit(city, "quanhe")
    unit_verbs = [verb for verb in VERBS if verb.by & UNIT and not verb.system]
    assert not any(access.may(city.actor("sun"), verb, case) for verb in unit_verbs)


def test_an_assisting_unit_may_only_add_words_and_its_part(city: City) -> None:
    case = at_unit(city, "lamps")
    dispatch.call_in(
        case_id=case.pk, unit_ids=[city.unit("housing")], actor=city.actor("chen"),
        at=later(minutes=9), text="请协助",
    )  # fmt: skip
    case.refresh_from_db()
    may = {verb.name for verb in VERBS if access.may(city.actor("sun"), verb, case)}
    assert may == set(access.SHARED_VERBS)


def test_a_post_for_an_area_sees_that_area_only(city: City) -> None:
    here = city.receive(area_id=city.areas["xingfu"].pk)
    there = city.receive(area_id=city.areas["shanqian"].pk)
    nowhere = city.receive(area_id=None)
    seen = {
        name: [access.sees(city.actor(name), case) for case in (here, there, nowhere)]
        for name in ("qu", "bei", "yan", "wang")
    }
    assert seen == {
        "qu": [True, False, False],
        "bei": [False, True, False],
        "yan": [False, True, False],
        "wang": [True, True, True],
    }


def test_a_leader_of_a_department_sees_what_the_department_has(city: City) -> None:
    ours, theirs = at_unit(city, "lamps"), at_unit(city, "housing")
    assert access.sees(city.actor("tan"), ours)
    assert not access.sees(city.actor("tan"), theirs)
    with pytest.raises(NoSuchCase):
        access.get_case(city.actor("tan"), theirs.number)


def test_the_accused_person_sees_nothing_whatever_their_posts(city: City) -> None:
    case = city.receive(accused_person_id=city.people["wang"].pk)
    wang = city.actor("wang")
    assert not access.sees(wang, case)
    assert not access.sees_reporter(wang, case)
    assert not any(access.may(wang, verb, case) for verb in VERBS)
    with pytest.raises(Recused):
        access.check(wang, BY_NAME["note"], case)


def test_the_accused_unit_and_all_below_it_see_nothing(city: City) -> None:
    case = city.receive(accused_unit_id=city.unit("quanhe"), area_id=city.areas["xingfu"].pk)
    for name in ("zhao", "xu"):
        assert not access.sees(city.actor(name), case)
        assert not any(access.may(city.actor(name), verb, case) for verb in VERBS)


def test_filter_and_single_look_agree_for_every_person_and_case(city: City) -> None:
    cases, people = every_kind_of_case(city), everybody(city)
    for actor in people:
        filtered = set(Case.objects.filter(access.visible_to(actor)).values_list("pk", flat=True))
        looked = {case.pk for case in cases if access.sees(actor, case)}
        assert filtered == looked, actor.name


def test_filter_and_single_look_at_reporters_agree_for_every_person_and_case(city: City) -> None:
    cases, people = every_kind_of_case(city), everybody(city)
    for actor in people:
        known = Case.objects.filter(access.reporter_visible_to(actor), access.visible_to(actor))
        looked = {case.pk for case in cases if access.sees_reporter(actor, case)}
        assert set(known.values_list("pk", flat=True)) == looked, actor.name


def test_who_may_know_a_reporter_sees_the_case(city: City) -> None:
    for actor, case in product(everybody(city), every_kind_of_case(city)):
        assert access.sees(actor, case) or not access.sees_reporter(actor, case)


def test_who_may_do_anything_sees_the_case(city: City) -> None:
    for actor, case in product(everybody(city), every_kind_of_case(city)):
        if not access.sees(actor, case):
            assert not access.verbs_for(actor, case), (actor.name, case.number)


@pytest.mark.parametrize(
    ("name", "open_case", "secret_case"),
    [
        ("wang", True, True), ("li", True, True), ("zhou", True, True), ("chen", True, False),
        ("sun", False, False), ("wu", False, False), ("he", False, False), ("lin", False, False),
        ("guo", False, False), ("tan", False, False), ("nobody", False, False),
    ],
)  # fmt: skip
def test_a_confidential_reporter_is_known_to_the_desk_only(
    city: City, name: str, open_case: bool, secret_case: bool
) -> None:
    plain, secret = at_unit(city, "lamps"), at_unit(city, "lamps", confidential=True)
    actor = city.actor(name)
    looked = (access.sees_reporter(actor, plain), access.sees_reporter(actor, secret))
    assert looked == (open_case, secret_case)
    if not secret_case:
        with pytest.raises(NotForYou):
            access.check_reporter(actor, secret)


@pytest.mark.parametrize("asked", [{"q": "19900002222"}, {"q": "吴小妹"}, {"phone": "19900002222"},
                                   {"name": "吴小妹"}])  # fmt: skip
def test_searching_for_a_person_tells_nobody_what_they_may_not_know(
    city: City, asked: dict[str, str]
) -> None:
    secret = at_unit(
        city, "lamps", confidential=True, reporter=Contact("吴小妹", "19900002222")
    )  # fmt: skip
    plain = at_unit(city, "lamps", reporter=Contact("吴小妹", "19900002222"))

    def found(name: str) -> set[int]:
        page = list_cases(city.actor(name), Filter(**asked), later(hours=1))  # type: ignore[arg-type]
        return {row.id for row in page.rows}

    assert found("wang") == {secret.pk, plain.pk}
    assert found("chen") == {plain.pk}
    for name in ("he", "lin", "wu", "tan", "sun", "nobody"):
        assert found(name) == set(), name


def test_the_table_names_only_roles_that_there_are() -> None:
    named = frozenset().union(*(verb.by for verb in VERBS))
    assert named <= set(Role.values)
    assert named >= DESK | UNIT
