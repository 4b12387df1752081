"""Why a rule proposes a unit reads well in both languages, old traces included."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import translation

from huiying.console.rulebook.reasons import FIXED, all_said, said
from huiying.dispatch.rules.routing import Conditions, Facts, _tests


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        ("诉求类型：complaint", "诉求类型：投诉", "Kind: Complaint"),
        ("星期：6", "星期：周六", "Day of the week: Saturday"),
        ("含有：路灯、不亮", "含有：路灯、不亮", "contains: 路灯、不亮"),
        ("分类在所列分类之下",) * 2 + ("the category is below one that is listed",),
        ("区政府指定",) * 3,
    ],
)
def test_a_reason_in_two_languages(reason: str, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert said(reason) == chinese
    with translation.override("en"):
        assert said(reason) == english


def test_several_reasons_make_one_line() -> None:
    with translation.override("en"):
        assert all_said(["缺少：路灯", "不含排除词"]) == "lacks: 路灯; contains no excluded word"


@pytest.mark.parametrize("holds", [True, False])
def test_every_reason_the_rules_can_give_is_known(holds: bool) -> None:
    words = ("灯",) if holds else ("水",)
    conditions = Conditions(
        kinds=frozenset({"complaint"}), channels=frozenset({"hotline"}), categories=frozenset({1}),
        areas=frozenset({1}), any_words=words, all_words=words, no_words=words, place_words=words,
        weekdays=frozenset({1}), from_time=time(8),
    )  # fmt: skip
    facts = Facts(
        kind="complaint", channel="hotline", categories=(1,), areas=(1,),
        text="灯", place="灯", weekday=1, clock=time(9),
    )  # fmt: skip
    given = [reason.partition("：")[0] for _holds, reason in _tests(conditions, facts)]
    assert len(given) == 10
    assert set(given) <= set(FIXED)
