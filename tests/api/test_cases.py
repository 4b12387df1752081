"""Cases over the API: who sees what, paging, taking in, entity tags, and how it says no."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.api import callers
from huiying.cases.models import Case
from tests.api.conftest import Calls
from tests.city import City, later

Made = Callable[..., Calls]
LAMP = {"kind": "complaint", "title": "路灯不亮", "body": "幸福里东门三盏路灯不亮。"}


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(response.content)
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert told["type"] == f"urn:huiying:problem:{code}"
    return told


def test_nobody_without_a_key_or_a_session_learns_anything(city: City, client: Client) -> None:
    city.receive()
    for path in ("/cases", "/cases/HY20260310-00001-1"):
        answer = client.get(f"/api/v1{path}")
        problem(answer, 401, "unauthenticated")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_told_and_guessing_ends(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "WRONG", 3)
    stranger = Calls("hy_deadbeef_nothing")
    for _try in range(3):
        problem(stranger.get("/cases"), 401, "bad_key")
    answer = stranger.get("/cases")
    problem(answer, 429, "calls_too_often")
    assert answer["Retry-After"] == "60"


def test_a_key_without_a_person_opens_nothing(city: City) -> None:
    given = keys.create_key(
        name="无人", scopes=["api:write"], actor=system("测试"), at=timezone.now()
    )
    problem(Calls(given.text).get("/cases"), 403, "key_without_person")


def test_a_key_for_reading_writes_nothing_and_one_for_open311_reads_nothing(calls: Made) -> None:
    reader = calls("wang", scope="api:read")
    assert reader.get("/cases").status_code == 200
    problem(reader.post("/cases", LAMP), 401, "bad_key")
    problem(calls("wang", scope="open311").get("/cases"), 401, "bad_key")
    assert not Case.objects.exists()


def test_a_key_that_calls_too_often_is_slowed_down(calls: Made) -> None:
    wang = calls("wang", per_minute=2)
    assert [wang.get("/cases").status_code for _ in range(3)] == [200, 200, 429]


def test_a_session_reads_and_needs_the_token_to_write(city: City) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(city.people["wang"], "huiying.config.signin.Backend")
    assert browser.get("/api/v1/cases").status_code == 200
    sent = browser.post("/api/v1/cases", LAMP, content_type="application/json")
    problem(sent, 403, "csrf")
    page = browser.get("/desk/operator/", follow=True)
    token = page.cookies.get("csrftoken") or browser.cookies["csrftoken"]
    sent = browser.post(
        "/api/v1/cases", LAMP, content_type="application/json",
        headers={"X-CSRFToken": token.value},
    )  # fmt: skip
    assert sent.status_code == 201


def test_a_session_that_calls_too_often_is_slowed_down(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "BY_PERSON", 2)
    client.force_login(city.people["wang"], "huiying.config.signin.Backend")
    answers = [client.get("/api/v1/cases") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_everybody_sees_the_cases_of_their_posts_only(city: City, calls: Made) -> None:
    number = city.receive().number
    assert [c["number"] for c in calls("wang").get("/cases").json()["items"]] == [number]
    assert [c["number"] for c in calls("zhao").get("/cases").json()["items"]] == [number]
    for stranger in ("ma", "sun", "nobody"):
        assert calls(stranger).get("/cases").json()["items"] == []
        problem(calls(stranger).get(f"/cases/{number}"), 404, "no_such_case")


def test_nobody_is_named_not_even_in_the_words(city: City, calls: Made) -> None:
    case = city.receive(title="刘洋 19900001111 反映路灯", body="请回电19900001111。")
    for name in ("wang", "he"):
        for path in ("/cases", f"/cases/{case.number}"):
            text = calls(name).get(path).content.decode()
            assert "reporter__" not in text
            assert ("19900001111" in text) == (name == "wang")
    told = calls("wang").get(f"/cases/{case.number}").json()
    assert not {"reporter", "phone", "email", "tracking_code"} & set(told)


def test_the_list_filters_as_the_search_desk_does(city: City, calls: Made) -> None:
    lamp, road = city.receive(), city.receive(title="道路破损", kind="help", file=False)
    wang = calls("wang")

    def found(**query: Any) -> set[str]:
        return {case["number"] for case in wang.get("/cases", query).json()["items"]}

    assert found(kind="help") == {road.number}
    assert found(state=["filed"]) == {lamp.number}
    assert found(state=["filed", "received"]) == {lamp.number, road.number}
    assert found(q="道路破损") == {road.number}
    assert found(q=lamp.number) == {lamp.number}
    assert found(area=city.areas["quanhe"].pk, since="2026-03-10") == {lamp.number, road.number}
    assert found(until="2026-03-09") == set()
    assert found(unit=city.unit("lamps")) == set()


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"}, {"unit": "x"}, {"unit": 2**70}, {"since": "9999-12-31"},
        {"limit": 0}, {"limit": 201}, {"sort": "luck"}, {"colour": "red"},
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_meant_is_told(calls: Made, query: dict[str, Any]) -> None:
    told = problem(calls("wang").get("/cases", query), 422, "invalid")
    assert told["errors"][0]["parameter"] == next(iter(query))


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwxLGZhbHNlXQ", "Wzk5OTk5XQ"])
def test_a_cursor_that_was_tampered_with_is_told(calls: Made, cursor: str) -> None:
    problem(calls("wang").get("/cases", {"cursor": cursor}), 400, "bad_cursor")


@pytest.mark.parametrize("sort", ["new", "old"])
def test_paging_shows_every_case_once(city: City, calls: Made, sort: str) -> None:
    numbers = [city.receive(at=later(minutes=n // 2)).number for n in range(7)]
    wang, seen, cursor = calls("wang"), [], ""
    while True:
        page = wang.get("/cases", {"limit": 3, "sort": sort, "cursor": cursor}).json()
        seen += [case["number"] for case in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == (numbers if sort == "old" else numbers[::-1])


def test_a_list_costs_the_same_however_long(
    city: City, calls: Made, django_assert_max_num_queries: Any
) -> None:
    wang = calls("wang")
    city.receive()
    wang.get("/cases")
    for _more in range(20):
        city.receive()
    with django_assert_max_num_queries(9):
        assert len(wang.get("/cases").json()["items"]) == 21


def test_a_case_that_is_sent_is_taken_in_once(city: City, calls: Made) -> None:
    wang = calls("wang")
    first = wang.post("/cases", LAMP | {"file": True}, idempotency_key="a-1")
    assert first.status_code == 201, first.content.decode()
    told = first.json()
    assert (told["state"], told["channel"], told["version"]) == ("filed", "api", 1)
    assert first["Location"] == f"/api/v1/cases/{told['number']}"
    again = wang.post("/cases", LAMP | {"file": True}, idempotency_key="a-1")
    assert (again.status_code, again.json()["number"]) == (200, told["number"])
    other = calls("li").post("/cases", LAMP, idempotency_key="a-1")
    assert (other.status_code, other.json()["number"] != told["number"]) == (201, True)
    assert Case.objects.count() == 2


def test_the_place_decides_the_area_and_the_person_is_sealed(calls: Made) -> None:
    who = {"name": "刘洋", "phone": "19900001111"}
    answer = calls("wang").post("/cases", LAMP | {"reporter": who})
    assert "19900001111" not in answer.content.decode()
    assert Case.objects.get().reporter.phone_masked == "199****1111"  # type: ignore[union-attr]


def test_the_number_of_another_system_is_taken_once(calls: Made) -> None:
    sent = LAMP | {"source": "市级平台", "source_number": "A-17"}
    assert calls("wang").post("/cases", sent).status_code == 201
    problem(calls("wang").post("/cases", sent), 409, "source_known")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "joke"}, "/kind"), ({"title": ""}, "/title"), ({"title": "长" * 201}, "/title"),
        ({"lat": 91}, "/lat"), ({"lon": "1"}, "/lon"), ({"area": True}, "/area"),
        ({"phone": "1"}, "/phone"), ({"title": "a\x00b"}, ""),
        ({"reporter": {"name": "刘" * 61}}, "/reporter/name"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_told_by_field(
    calls: Made, change: dict[str, Any], pointer: str
) -> None:
    told = problem(calls("wang").post("/cases", LAMP | change), 422, "invalid")
    assert told["errors"][0]["pointer"].rstrip("/") == pointer
    assert not Case.objects.exists()


def test_a_row_that_there_is_not_is_told(calls: Made) -> None:
    for name in ("area", "category", "accused_unit"):
        problem(calls("wang").post("/cases", LAMP | {name: 987654}), 422, "bad_value")
    assert not Case.objects.exists()


def test_who_may_not_take_cases_in_is_told_so_in_the_callers_language(calls: Made) -> None:
    told = problem(calls("lin", language="en").post("/cases", LAMP), 403, "not_yours")
    assert "Your post" in told["detail"]
    told = problem(calls("lin").post("/cases", LAMP), 403, "not_yours")
    assert "您的岗位" in told["detail"]


def test_what_is_known_already_is_not_sent_again(city: City, calls: Made) -> None:
    number, wang = city.receive().number, calls("wang")
    for path in ("/cases", f"/cases/{number}"):
        answer = wang.get(path)
        assert "no-cache" in answer["Cache-Control"]
        assert "Authorization" in answer["Vary"]
        again = wang.get(path, if_none_match=answer["ETag"])
        assert (again.status_code, again.content) == (304, b"")
    assert wang.version(number).startswith('"1-')


def test_an_address_or_a_method_that_there_is_not_is_a_problem_too(calls: Made) -> None:
    problem(calls("wang").get("/nothing/here"), 404, "no_such_address")
    answer = calls("wang").client.put("/api/v1/cases")
    problem(answer, 405, "no_such_method")
    assert answer["Allow"] == "GET, POST"
    problem(calls("wang").get("/cases", {"q": "a\x00"}), 400, "bad_request")


def test_a_body_that_is_no_json_is_told(calls: Made) -> None:
    wang = calls("wang")
    answer = wang.client.post(
        "/api/v1/cases", b"{", content_type="application/json", headers=wang.headers
    )
    problem(answer, 400, "bad_request")
