"""Who may not, finds every door shut: each address is tried, whatever is added to the table later.

The table of addresses is read from the product. What a stranger may open stands here, by name;
everything else must ask for a sign-in or say that there is nothing, to reading and to writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.journal.models import Entry
from tests.city import City, build, later

# What is meant for everybody: residents, sign-in, the description of the interfaces.
OPEN = ("portal:", "open311:", "account_", "mfa_authenticate", "mfa_login_webauthn",
        "socialaccount_", "openid_connect_", "set_language", "api:openapi-json", "api:api-root",
        "api:None")  # fmt: skip
SHUT = frozenset({301, 302, 401, 403, 404, 405})
WORDS = {
    "name": "report", "kind": "extension", "day": "2026-03-10", "month": "2026-03", "key": "x",
    "uidb36": "1", "provider_id": "none", "form": "json",
}  # fmt: skip


def _walk(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), f"{space}{one.name}"
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, before + str(one.pattern), inner)


TABLE = sorted({(route, name) for route, name in _walk(get_resolver()) if "^.*" not in route})
NAMELESS = ("account/password/reset/", "account/social/", "admin/logout/")  # the libraries' own
CLOSED = [
    (route, name)
    for route, name in TABLE
    if not name.startswith(OPEN) and not route.startswith(NAMELESS)
]
OF_A_CASE = [
    (route, name)
    for route, name in TABLE
    if re.search(r"number>", route) and route.startswith(("desk/", "api/"))
]


def address(route: str, case: Case) -> str:
    """An address of the table with a real case in it, and likely values for all else."""

    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if name == "number":
            return str(case.number)
        return WORDS.get(name, "1")

    said = re.sub(r"\(\?P<(?P<name>\w+)>(?:[^()]|\([^()]*\))*\)", value, route)
    said = re.sub(r"<(?:\w+:)?(?P<name>\w+)>", value, said)
    return "/" + re.sub(r"[\^$?\\]|\(\?:|\)", "", said)


@pytest.fixture
def city(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    return build()


@pytest.fixture
def case(city: City) -> Case:
    """A confidential complaint about the street office, with the city management office."""
    case = city.receive(confidential=True, accused_unit_id=city.unit("quanhe"))
    return dispatch.dispatch(
        case_id=case.pk, unit_id=city.unit("lamps"), actor=city.actor("li"), at=later(minutes=5)
    )


def _try(client: Client, where: str, headers: dict[str, str] | None = None) -> list[Any]:
    """The answers to reading and to writing."""
    return [
        client.get(where, headers=headers),
        client.post(where, {}, headers=headers),
        client.post(where, "{}", content_type="application/json", headers=headers),
    ]


def _shut(answers: list[Any], where: str) -> None:
    for answer in answers:
        assert answer.status_code in SHUT, f"{where}: {answer.status_code}"
        if answer.status_code in (301, 302):
            assert "/login/" in answer["Location"], f"{where} leads to {answer['Location']}"


def test_the_table_is_read_and_is_long() -> None:
    assert len(CLOSED) > 80
    assert len(OF_A_CASE) > 40


def test_a_stranger_opens_nothing_that_is_not_for_everybody(case: Case) -> None:
    before = Entry.objects.count()
    for route, _name in CLOSED:
        where = address(route, case)
        answers = _try(Client(), where)
        _shut(answers, where)
        for answer in answers:
            assert case.title.encode() not in answer.content, where
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["sun", "zhao"])
def test_a_neighbour_and_the_accused_find_no_case(city: City, case: Case, name: str) -> None:
    """孙磊 of another department; 赵敏 of the street office that is complained about."""
    client = Client()
    client.force_login(city.people[name], "huiying.config.signin.Backend")
    given = keys.create_key(
        name=f"{name} 的接口", scopes=["api:write"], person_id=city.people[name].pk,
        actor=system("test"), at=later(),
    )  # fmt: skip
    before = Entry.objects.count()
    for route, _name in OF_A_CASE:
        where = address(route, case)
        headers = {"Authorization": f"Bearer {given.text}"} if where.startswith("/api/") else None
        for answer in _try(client, where, headers):
            assert answer.status_code in {400, 403, 404, 405, 422, 428}, (
                f"{where}: {answer.status_code}"
            )
            assert case.title.encode() not in answer.content, where
            assert "幸福里小区".encode() not in answer.content, where
    assert Entry.objects.count() == before
    case.refresh_from_db()
    assert case.state == "dispatched"


def test_a_key_that_has_ended_opens_nothing(city: City, case: Case) -> None:
    given = keys.create_key(
        name="旧接口", scopes=["api:write", "open311"], person_id=city.people["wang"].pk,
        actor=system("test"), at=later() - timedelta(days=1),
    )  # fmt: skip
    keys.revoke_key(prefix=given.prefix, actor=system("test"), at=later())
    for route, _name in CLOSED:
        if not route.startswith("api/"):
            continue
        where = address(route, case)
        for answer in _try(Client(), where, {"Authorization": f"Bearer {given.text}"}):
            assert answer.status_code in {401, 404, 405, 429}, f"{where}: {answer.status_code}"
    sent = {"api_key": given.text, "service_code": "x", "description": "路灯不亮", "lat": "1"}
    assert Client().post("/open311/v2/requests.json", sent).status_code in {400, 401, 403}
    assert Case.objects.count() == 1


def test_a_code_that_nobody_was_given_opens_nothing(case: Case) -> None:
    for route, name in TABLE:
        if name.startswith("portal:") and re.search(r"<str:(code|token)>", route):
            wrong = address(route, case).replace("/1/", "/ZZZZ9999ZZZZ9999/")
            for answer in _try(Client(), wrong):
                assert answer.status_code in {403, 404, 405, 429}, f"{wrong}: {answer.status_code}"
                assert case.title.encode() not in answer.content
