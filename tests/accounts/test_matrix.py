"""Who may do what: the table of the verbs, tried on real cases, and the page that shows it."""

import pytest

from huiying.accounts.roles import Role
from huiying.cases import access
from huiying.cases.rules.workflow import VERBS
from scripts import docs
from tests.city import City

PEOPLE = {
    "operator": "wang",
    "dispatcher": "li",
    "handler": "chen",
    "street": "zhao",
    "supervisor": "zhou",
    "inspector": "wu",
    "leader": "he",
    "auditor": "lin",
    "administrator": "guo",
    "editor": "bai",
}


def test_every_role_has_somebody_in_the_city(city: City) -> None:
    assert set(PEOPLE) == set(Role.values)
    for role, name in PEOPLE.items():
        assert city.actor(name).roles == {role}


@pytest.mark.parametrize("role", Role.values)
def test_a_person_may_do_exactly_what_the_table_says(city: City, role: str) -> None:
    """On a case that lies with the person's own unit, in the person's own area."""
    units = {"handler": "lamps", "street": "quanhe"}
    case = city.receive()
    case.lead_unit_id = city.unit(units.get(role, "lamps"))
    actor = city.actor(PEOPLE[role])
    allowed = {verb.label for verb in VERBS if not verb.system and access.may(actor, verb, case)}
    assert allowed == {label for label, roles in access.matrix() if role in roles}


@pytest.mark.parametrize("name", ["sun", "ma", "nobody"])
def test_people_of_other_units_and_without_posts_may_do_nothing(city: City, name: str) -> None:
    case = city.receive()
    case.lead_unit_id = city.unit("lamps")
    actor = city.actor(name)
    assert [verb.label for verb in VERBS if access.may(actor, verb, case)] == []


def test_those_who_only_watch_change_nothing(city: City) -> None:
    for label, roles in access.matrix():
        assert not roles & {Role.AUDITOR, Role.ADMINISTRATOR}, label


def test_the_page_about_permissions_is_the_table_of_the_code() -> None:
    page = (docs.REFERENCE / "permissions.md").read_text(encoding="utf-8")
    assert page == docs.permissions(), "run: make docs"


def test_the_page_names_every_role_and_every_verb_in_two_languages() -> None:
    page = docs.permissions()
    english, chinese = page.split("## 中文")
    for label, _ in access.matrix():
        assert f"| {label} |" in chinese
    for role in Role:
        assert str(role.value).capitalize() in english
        assert str(role.label) in chinese
