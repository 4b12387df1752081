"""王芳 asks what the category wants to know (一问到底), and tells what must be told first."""

from __future__ import annotations

from typing import Any

import pytest

from huiying.cases import services
from huiying.cases.models import Case
from huiying.cases.open_models import Question
from huiying.cases.public_models import Stop
from tests.city import City
from tests.console.conftest import Desk

OPERATOR = "/desk/operator/"


@pytest.fixture
def lamps(city: City) -> int:
    """The category of lamps asks how many, since when, and tells not to touch them."""
    category = city.categories["lamp"].pk
    rows: tuple[dict[str, Any], ...] = (
        {"code": "count", "description": "几盏不亮？", "datatype": "number", "required": True},
        {"code": "whole", "description": "整条路都不亮吗？", "datatype": "singlevaluelist",
         "values": "yes 是\nno 不是", "order": 2},
        {"code": "safe", "description": "请勿触摸灯杆。", "datatype": "string", "asked": False},
    )  # fmt: skip
    for row in rows:
        Question.objects.create(category_id=category, **row)
    services.forget()
    return category


def sent(category: int, **more: str) -> dict[str, str]:
    return {
        "key": "k" * 32, "channel": "hotline", "kind": "complaint", "title": "路灯不亮",
        "body": "东门路灯不亮", "level": "general", "outcome": "file", "category_id": str(category),
    } | more  # fmt: skip


def test_choosing_a_category_brings_its_questions_and_keeps_what_was_answered(
    desk: Desk, lamps: int
) -> None:
    asked: dict[str, str | int] = {"category_id": lamps, "ask_count": "3"}
    shown = desk("wang").get(f"{OPERATOR}script/", asked).content.decode()
    for words in ("问话提纲", "几盏不亮？", "整条路都不亮吗？", "请勿触摸灯杆。", 'value="3"'):
        assert words in shown
    for nothing in ("", "999999", "x", "9" * 30):
        assert (
            desk("wang").get(f"{OPERATOR}script/", {"category_id": nothing}).content.strip() == b""
        )


def test_answers_stand_in_the_case_as_those_of_the_portal_do(desk: Desk, lamps: int) -> None:
    given = sent(lamps, ask_count="3", ask_whole="no")
    assert desk("wang").post(OPERATOR, given).status_code == 302
    case = Case.objects.get()
    assert "几盏不亮？：3" in case.body
    assert case.extra["answers"] == {"几盏不亮？": "3", "整条路都不亮吗？": "不是"}


def test_what_the_caller_does_not_know_is_left_out(desk: Desk, lamps: int) -> None:
    assert desk("wang").post(OPERATOR, sent(lamps, ask_count=" ")).status_code == 302
    case = Case.objects.get()
    assert case.body == "东门路灯不亮"
    assert "answers" not in case.extra


@pytest.mark.parametrize(("name", "wrong"), [("ask_count", "很多"), ("ask_whole", "maybe")])
def test_a_wrong_answer_is_said_beside_its_question_and_nothing_is_lost(
    desk: Desk, lamps: int, name: str, wrong: str
) -> None:
    answer = desk("wang").post(OPERATOR, sent(lamps, ask_count="3") | {name: wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "几盏不亮？" in page
    assert "东门路灯不亮" in page
    assert not Case.objects.exists()


def test_answers_are_added_to_a_case_that_is_there(city: City, desk: Desk, lamps: int) -> None:
    case = city.receive()
    given = sent(lamps, ask_count="5", outcome=f"supplement:{case.pk}")
    assert desk("wang").post(OPERATOR, given).status_code == 302
    assert Case.objects.count() == 1
    assert "几盏不亮？：5" in "".join(case.notes.values_list("text", flat=True))


def test_what_must_be_told_first_stands_above_the_hints(city: City, desk: Desk) -> None:
    Stop.objects.create(name="火情", words="着火", message="请立即拨打", phone="119")
    typed = {"title": "楼道着火", "body": "电动车着火了"}
    shown = desk("wang").get(f"{OPERATOR}hints/", typed).content.decode()
    assert "先告诉来电人" in shown
    assert "119" in shown
    typed = {"title": "楼道堆物", "body": "楼道里堆满杂物"}
    assert "先告诉来电人" not in desk("wang").get(f"{OPERATOR}hints/", typed).content.decode()
