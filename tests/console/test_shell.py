"""Signing in leads to a desk; what is refused is told, with the right status."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huiying.accounts.actors import system
from huiying.cases.refusals import Missing, NoSuchCase, NotNow, NotYours, Stale
from huiying.console import rail
from huiying.console.shell import problem_of
from huiying.lib.errors import Refused
from tests.city import NOW, City
from tests.console.conftest import Desk


def test_a_stranger_is_sent_to_the_sign_in_page(city: City) -> None:
    response = Client().get("/desk/operator/")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/desk/operator/"


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("wang", "/desk/operator/"),
        ("li", "/desk/dispatch/"),
        ("chen", "/desk/unit/"),
        ("zhao", "/desk/unit/"),
        ("wu", "/desk/check/"),
        ("zhou", "/desk/supervise/"),
    ],
)
def test_everybody_lands_where_their_day_begins(who: str, address: str, desk: Desk) -> None:
    assert desk(who).get("/desk/")["Location"] == address


def test_somebody_without_a_post_is_told_whom_to_ask(desk: Desk) -> None:
    response = desk("nobody").get("/desk/")
    assert response.status_code == 200
    assert "还没有岗位" in response.content.decode()


def test_the_rail_shows_only_desks_of_the_persons_roles(city: City, desk: Desk) -> None:
    keys = {d.key for d in rail.desks_of(city.actor("he"))}
    assert "operator" not in keys
    assert "operator" in {d.key for d in rail.desks_of(city.actor("wang"))}


RAIL = {
    "wang": "operator recalls call_back inbox search knowledge notices",
    "li": "operator recalls dispatch whistles consult check inbox problems rates search"
    " knowledge import rules relay",
    "chen": "unit whistles consult orders register inbox rates column search knowledge",
    "zhao": "unit whistles consult orders register inbox rates column search knowledge",
    "zhou": "operator recalls dispatch whistles consult orders check samples evidence"
    " call_back inbox overview problems rates column search knowledge import rules notices relay",
    "wu": "whistles check checks register inbox problems rates column search knowledge",
    "he": "whistles consult orders samples evidence inbox overview problems rates column"
    " search knowledge rules",
    "lin": "whistles consult orders samples evidence inbox problems rates column search"
    " knowledge rules",
    "guo": "inbox rates search knowledge import rules notices models webhooks relay",
    "bai": "inbox column search knowledge",
    "nobody": "",
}


@pytest.mark.parametrize("name", sorted(RAIL))
def test_the_rail_of_each_role_leads_only_where_the_role_may_go(
    name: str, city: City, desk: Desk
) -> None:
    mine = {one.key: one for one in rail.desks_of(city.actor(name))}
    assert " ".join(mine) == RAIL[name]
    client, open_to_me = desk(name), {reverse(one.url_name) for one in mine.values()}
    everywhere = {reverse(one.url_name) for one in rail.desks_of(system("检查"))}
    assert len(everywhere) >= len(RAIL["zhou"].split())
    for address in everywhere:
        expected = 200 if address in open_to_me else 403
        assert client.get(address).status_code == expected, address


def test_whoever_has_the_telephone_needs_no_second_way_to_it(city: City) -> None:
    city.people["wang"].posts.create(role="handler", unit=city.units["lamps"])
    keys = [one.key for one in rail.desks_of(city.actor("wang"))]
    assert "operator" in keys
    assert "register" not in keys


def test_an_inspector_registers_what_was_seen_and_answers_nobody_on_the_phone(desk: Desk) -> None:
    page = desk("wu").get("/desk/operator/").content.decode()
    assert "登记诉求" in page
    assert '<option value="inspection" selected>' in page
    assert "当场答复并结案" not in page
    assert "当场答复并结案" in desk("wang").get("/desk/operator/").content.decode()


def test_a_count_is_kept_for_some_seconds(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(actor: object, at: object) -> int:
        asked.append("")
        return 1200

    monkeypatch.setattr(rail, "_desks", {})
    rail.register("x", "桌", "console:home", {"operator"}, count=count)
    rail.forget()
    first = rail.entries(city.actor("wang"), NOW, "x")
    second = rail.entries(city.actor("wang"), NOW, "")
    assert [entry.shown for entry in (*first, *second)] == ["999+", "999+"]
    assert [entry.current for entry in (*first, *second)] == [True, False]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        (Stale(number="HY1", who="王芳"), 409),
        (NotNow(number="HY1", state="待派单", verb="签收"), 409),
        (NoSuchCase(number="HY1"), 404),
        (NotYours(number="HY1", verb="签收", roles="承办人"), 403),
        (Missing(field="标题"), 422),
        (Refused(), 422),
    ],
)
def test_each_refusal_has_its_status(refused: Refused, status: int) -> None:
    problem = problem_of(refused)
    assert problem.status == status
    assert "%(" not in problem.message + problem.hint


def test_the_parameters_of_a_refusal_are_translated_too() -> None:
    with translation.override("zh-hans"):
        problem = problem_of(NotNow(number="HY1", state="待派单", verb="签收"))
    assert problem.message == "案件 HY1 目前是“待派单”，不能“签收”。"


def test_no_page_of_the_console_is_kept_by_a_cache(desk: Desk) -> None:
    response = desk("wang").get("/desk/operator/")
    assert response["Cache-Control"] == "private, no-store"
    assert "HX-Request" in response["Vary"]
