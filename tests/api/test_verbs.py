"""Verbs over the API: the whole life of a case, versions, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huiying.api import bodies
from huiying.api.acts import ACTS
from huiying.api.verbs import ALONE
from huiying.cases.models import Case, Cause
from huiying.cases.rules.workflow import VERBS
from huiying.journal.queries import history
from huiying.oversight.queries import METHODS, SATISFIED, SOLVED
from tests.api.conftest import Calls
from tests.api.test_cases import problem
from tests.city import City
from tests.files import samples

Made = Callable[..., Calls]


@pytest.fixture
def number(city: City) -> str:
    """A filed case of today."""
    return city.receive().number


def test_every_verb_of_the_table_has_an_address() -> None:
    assert {verb.name for verb in VERBS if not verb.system} == set(ACTS) | ALONE


def test_a_verb_asks_for_words_exactly_when_the_table_does() -> None:
    for verb in VERBS:
        if verb.name in ACTS:
            fields = ACTS[verb.name].body.model_fields
            assert ("text" in fields) == bool(verb.text), verb.name
            assert not verb.text or fields["text"].is_required() == verb.text_required, verb.name


def test_the_answers_of_a_call_back_are_those_of_the_house() -> None:
    for known, choices in (
        (bodies.Method, METHODS),
        (bodies.Solved, SOLVED),
        (bodies.Satisfied, SATISFIED),
    ):
        assert set(get_args(known)) == {value for value, _label in choices}


def test_a_case_lives_its_whole_life(city: City, calls: Made, number: str) -> None:
    li, chen, wang = calls("li"), calls("chen"), calls("wang")
    told = li.does(number, "dispatch", unit=city.unit("lamps"), text="请尽快").json()
    assert (told["state"], told["unit"]["name"]) == ("dispatched", "区城市管理委")
    assert chen.does(number, "sign").json()["state"] == "handling"
    assert chen.does(number, "contact", text="已电话联系刘洋").status_code == 200
    cause = Cause.objects.get(code="aging").pk
    told = chen.does(number, "report", text="已更换三盏灯。", cause=cause).json()
    assert (told["state"], told["cause"]) == ("reported", cause)
    heard = wang.does(
        number, "call_back", reached=True, solved="yes", satisfied="fairly", responded=True
    )
    assert heard.json()["state"] == "called_back", heard.content.decode()
    assert wang.does(number, "close").json()["state"] == "closed"

    assigned = wang.get(f"/cases/{number}/assignments").json()
    lead = assigned[0]
    assert (lead["role"], lead["result"], lead["on_time"]) == ("lead", "已更换三盏灯。", True)
    assert [n["kind"] for n in wang.get(f"/cases/{number}/notes").json()][-1] == "result"
    back = wang.get(f"/cases/{number}/call-backs").json()[0]
    assert (back["solved"], back["satisfied"], back["by"]) == ("yes", "fairly", "王芳")
    events = [line["event"] for line in wang.get(f"/cases/{number}/journal").json()]
    assert (events[0], events[-1]) == ("Received", "Closed")


def test_two_who_act_on_the_same_reading_the_second_is_told(
    city: City, calls: Made, number: str
) -> None:
    li, zhou = calls("li"), calls("zhou")
    seen = zhou.version(number)
    assert li.does(number, "note", text="先核实").status_code == 200
    answer = zhou.post(f"/cases/{number}/dispatch", {"unit": city.unit("lamps")}, if_match=seen)
    problem(answer, 412, "stale")
    assert Case.objects.get().state == "filed"


def test_a_verb_needs_a_version_and_a_star_means_any(calls: Made, number: str) -> None:
    li = calls("li")
    problem(li.post(f"/cases/{number}/note", {"text": "甲"}), 428, "version_required")
    problem(li.post(f"/cases/{number}/note", {"text": "甲"}, if_match='"x"'), 412, "bad_version")
    assert li.post(f"/cases/{number}/note", {"text": "甲"}, if_match="*").status_code == 200


def test_the_answer_of_a_verb_carries_the_version_for_the_next(calls: Made, number: str) -> None:
    li = calls("li")
    first = li.does(number, "note", text="甲")
    assert first["ETag"] == li.version(number)
    assert (
        li.post(f"/cases/{number}/note", {"text": "乙"}, if_match=first["ETag"]).status_code == 200
    )


def test_who_may_not_and_what_cannot_be_is_refused_with_its_code(
    city: City, calls: Made, number: str
) -> None:
    problem(calls("wang").does(number, "dispatch", unit=city.unit("lamps")), 403, "not_yours")
    problem(calls("li").does(number, "close"), 409, "not_now")
    problem(calls("chen").post(f"/cases/{number}/sign", {}, if_match="*"), 404, "no_such_case")
    problem(calls("li").does(number, "dispatch", unit=987654), 422, "unit_unknown")
    problem(calls("li").does(number, "decline", way="luck", text="不"), 422, "invalid")


def test_a_returned_case_is_out_of_sight(city: City, calls: Made, number: str) -> None:
    calls("li").does(number, "dispatch", unit=city.unit("housing"))
    sun = calls("sun")
    answer = sun.does(
        number,
        "return",
        text="路灯不归我委",
        basis="职责清单 3.2",
        proposed_unit=city.unit("lamps"),
    )
    assert (answer.status_code, answer.content) == (204, b"")
    problem(sun.get(f"/cases/{number}"), 404, "no_such_case")


def test_every_look_at_a_name_stays_in_the_journal(calls: Made, number: str) -> None:
    found = calls("wang").post(f"/cases/{number}/reveal", {"purpose": "回电核实"})
    assert found.json()["phone"] == "19900001111"
    case = Case.objects.get(number=number)
    last = history("case", case.pk)[-1]
    assert (last.event, last.actor_name, last.data["purpose"]) == (
        "ReporterShown", "王芳", "回电核实",
    )  # fmt: skip
    problem(
        calls("he").post(f"/cases/{number}/reveal", {"purpose": "好奇"}), 403, "reporter_hidden"
    )
    problem(calls("wang").post(f"/cases/{number}/reveal", {}), 422, "invalid")
    assert len(history("case", case.pk)) == 3


def test_only_what_is_sent_is_put_right(city: City, calls: Made, number: str) -> None:
    wang = calls("wang")
    road = city.categories["road"].pk
    told = wang.does(number, "classify", category=road, kind="help", text="听错了").json()
    assert (told["category"]["id"], told["kind"], told["title"]) == (
        road,
        "help",
        "泉河街道路灯不亮",
    )
    problem(wang.does(number, "classify", category=987654), 422, "bad_value")
    problem(wang.does(number, "classify", title=None), 422, "invalid")


def test_words_that_hide_a_person_are_put_right_by_those_who_may_read_them(
    city: City, calls: Made
) -> None:
    case = city.receive(confidential=True)
    calls("li").does(case.number, "dispatch", unit=city.unit("lamps"))
    chen = calls("chen")
    assert chen.does(case.number, "classify", level="urgent").status_code == 200
    problem(chen.does(case.number, "classify", title="改"), 403, "reporter_hidden")


def test_pictures_go_on_a_case(calls: Made, number: str) -> None:
    li = calls("li")
    answer = li.client.post(
        f"/api/v1/cases/{number}/attach",
        {"files": [SimpleUploadedFile("灯.jpg", samples.photo())], "to_person": "true"},
        headers=li.headers | {"If-Match": "*"},
    )
    assert answer.status_code == 200, answer.content.decode()
    bad = li.client.post(
        f"/api/v1/cases/{number}/attach",
        {"files": [SimpleUploadedFile("x.jpg", b"MZ")]},
        headers=li.headers | {"If-Match": "*"},
    )
    assert bad.status_code == 422


def test_the_other_verbs_do_what_the_house_does(city: City, calls: Made, number: str) -> None:
    wang, li = calls("wang"), calls("li")
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert wang.does(number, "ask", text="哪一盏？", due=day).status_code == 200
    problem(wang.does(number, "ask", text="哪一盏？", due="2020-01-01"), 422, "bad_value")
    told = wang.does(number, "correct_reporter", text="号码记错", phone="19900002222")
    assert told.status_code == 200
    parts = [{"title": "东门"}, {"title": "西门", "category": city.categories["lamp"].pk}]
    assert wang.does(number, "split", parts=parts).status_code == 200
    master = city.receive()
    other = city.receive()
    told = li.does(other.number, "merge", master=master.number).json()
    assert (told["state"], told["master"]) == ("merged", master.number)


@pytest.mark.parametrize("part", ["assignments", "notes", "call-backs", "journal"])
def test_parts_of_a_case_are_for_those_who_see_it(calls: Made, number: str, part: str) -> None:
    assert calls("wang").get(f"/cases/{number}/{part}").status_code == 200
    problem(calls("ma").get(f"/cases/{number}/{part}"), 404, "no_such_case")


def test_words_are_masked_for_those_who_may_not_know_the_person(calls: Made, number: str) -> None:
    calls("wang").does(number, "note", text="改号19900001111")
    assert "19900001111" in calls("wang").get(f"/cases/{number}/notes").content.decode()
    assert "19900001111" not in calls("he").get(f"/cases/{number}/notes").content.decode()


def test_parts_cost_the_same_however_many(
    calls: Made, number: str, django_assert_max_num_queries: Any
) -> None:
    wang = calls("wang")
    for _n in range(12):
        wang.does(number, "note", text="又一条")
    for part in ("notes", "journal", "assignments", "call-backs"):
        with django_assert_max_num_queries(10):
            wang.get(f"/cases/{number}/{part}")
