"""孙磊 drafts an answer: what it says and leaves unsaid. The texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.replies import (
    BASIS,
    DAY,
    MATTER,
    PERSONAL,
    PHRASES,
    WISHES,
    Remark,
    review,
)

LAMPS = (
    "幸福里小区东门路灯不亮。三盏路灯坏了一个星期，老人晚上出门摔跤。"
    "希望尽快修好东门的路灯，能否在小区门口加一个减速带？"
)
GOOD = (
    "您反映的幸福里小区东门三盏路灯不亮已查实，是电缆被挖断所致，已于3月11日换好电缆，当晚全部亮灯。"
    "小区门口加减速带须由交警部门勘查，我局已函告，3个工作日内答复您。联系人孙磊。此复，城市照明中心。"
)
HOLLOW = "您好！您反映的问题已收悉。我局高度重视，感谢您的关心和支持。如还有疑问请来电。"


def remark(answer: str, about: str, question: str = LAMPS, *, basis: bool = False) -> Remark | None:
    found = [one for one in review(question, answer, basis=basis) if one.about == about]
    assert len(found) <= 1
    return found[0] if found else None


def good(answer: str, about: str, question: str = LAMPS, *, basis: bool = False) -> bool | None:
    found = remark(answer, about, question, basis=basis)
    return found.good if found else None


def test_a_good_answer_gets_no_reproach() -> None:
    assert all(one.good for one in review(LAMPS, GOOD))
    assert {one.about for one in review(LAMPS, GOOD)} == {MATTER, WISHES, DAY}


def test_a_hollow_answer_is_told_what_is_missing() -> None:
    found = {one.about for one in review(LAMPS, HOLLOW) if not one.good}
    assert found == {MATTER, WISHES, PHRASES}


def test_an_answer_to_something_else_does_not_speak_of_the_matter() -> None:
    other = "您咨询的落户政策如下：本人持身份证到派出所窗口办理，材料齐全当场受理。"
    found = remark(other, MATTER)
    assert found is not None
    assert not found.good
    assert "路灯" in "".join(found.words)


def test_the_wish_that_was_passed_over_is_named() -> None:
    only_lamps = "幸福里小区东门的路灯已经修好，三盏都亮了，请放心出行。"
    found = remark(only_lamps, WISHES)
    assert found is not None
    assert not found.good
    assert "减速带" in "".join(found.words)


@pytest.mark.parametrize(
    ("question", "answer", "answered"),
    [
        ("请问松林路什么时候通车？", "松林路正在铺设沥青，进度正常。", False),
        (
            "请问松林路什么时候通车？",
            "松林路正在铺设沥青，6月底前通车，请您留意现场公告和绕行提示。",
            True,
        ),
        ("请问小区停车收费标准是多少？", "小区停车收费标准由业主大会决定。", False),
        ("请问小区停车收费标准是多少？", "小区停车收费标准为每月150元，已公示。", True),
    ],
)
def test_when_and_how_much_want_a_day_and_a_sum(question: str, answer: str, answered: bool) -> None:
    assert good(answer, WISHES, question) is answered


def test_who_refuses_says_by_what_rule() -> None:
    assert good("经核实，您的情况不符合条件。", BASIS) is False
    assert good("依《公共租赁住房管理办法》第七条，您的情况不符合条件。", BASIS) is True
    assert good(GOOD, BASIS) is None
    assert good(GOOD, BASIS, basis=True) is False


def test_a_promise_wants_a_day_and_the_day_of_writing_is_none() -> None:
    assert good("我局将尽快安排人员维修路灯，请您耐心等待一段时间，谢谢您的理解。", DAY) is False
    assert good("我局将尽快维修路灯，请耐心等待，谢谢。2026年3月12日", DAY) is False
    assert (
        good("我局将于3月20日维修幸福里小区东门的三盏路灯，届时请从西门出入，谢谢您的理解。", DAY)
        is True
    )
    assert good("路灯已修好。", DAY) is None


def test_private_numbers_are_pointed_out_and_an_offices_is_not() -> None:
    found = remark("路灯已修好，请联系刘洋19900001111。", PERSONAL)
    assert found is not None
    assert found.words == ("19900001111",)
    assert remark("路灯已修好，咨询电话010-69640000。", PERSONAL) is None


def test_sentences_that_every_answer_has_count_as_phrases() -> None:
    own = "我中心承担全区道路照明设施的日常养护管理工作。"
    assert good(own, PHRASES) is None
    usual = {"我中心承担全区道路照明设施的日常养护管理工作。"}
    assert [one.good for one in review(LAMPS, own, usual=usual) if one.about == PHRASES] == [False]


def test_nothing_written_nothing_said() -> None:
    assert review(LAMPS, " \n") == ()


@given(question=st.text(max_size=200), answer=st.text(max_size=200), basis=st.booleans())
def test_whatever_is_written_each_thing_is_said_once_in_order(
    question: str, answer: str, basis: bool
) -> None:
    abouts = [one.about for one in review(question, answer, basis=basis)]
    order = [MATTER, WISHES, BASIS, DAY, PHRASES, PERSONAL]
    assert abouts == [one for one in order if one in abouts]
