"""What stands in a message is found, each with its place in the text as it was written."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.reading import Reading, read

LETTER = (
    "幸福里小区三号楼燃气泄漏\n"
    "尊敬的领导：您好！我住在泉河街道松林路１２号，昨天晚上闻到很浓的煤氣味，孩子头晕呕吐。"
    "物业收了350元检修费却不来人，2026年3月2日已打过电话。希望尽快派人检查！电话19900001111。"
)


def texts(reading: Reading, what: str) -> list[str]:
    return [span.text for span in getattr(reading, what)]


def test_places_of_several_kinds_are_found() -> None:
    found = {span.text: span.kind for span in read(LETTER).places}
    assert found["幸福里小区"] == "estate"
    assert found["三号楼"] == "building"
    assert found["泉河街道"] == "village"
    assert found["松林路"] == "road"
    assert found["12号"] == "building"


def test_a_known_name_is_found_whatever_its_ending() -> None:
    found = read("望江楼门口有人摆摊", ["望江楼"]).places
    assert [(span.text, span.kind) for span in found] == [("望江楼", "known")]


def test_what_is_only_like_a_place_is_none() -> None:
    assert texts(read("路灯和路面都坏了，这条路线没有思路"), "places") == []


def test_danger_is_heard_with_the_words_that_speak_for_it() -> None:
    kinds = {span.kind for span in read(LETTER).alarms}
    assert kinds == {"gas", "children"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三楼着火了，有老人", "fire"),
        ("工地脚手架坍塌", "collapse"),
        ("他说想自杀", "life"),
        ("村民准备集体上访", "crowd"),
        ("路边电线掉落，怕漏电", "electricity"),
        ("There is a gas leak in our house", "gas"),
    ],
)
def test_each_danger_has_its_kind(text: str, kind: str) -> None:
    assert kind in {span.kind for span in read(text).alarms}


@pytest.mark.parametrize(
    "text",
    ["小区组织火灾演练", "请加强防止坍塌的宣传", "没有爆炸", "希望避免火灾", "路灯不亮"],
)
def test_prevention_and_what_did_not_happen_are_no_alarm(text: str) -> None:
    assert read(text).alarms == ()


def test_wish_dates_amounts_and_personal_data_are_found() -> None:
    said = read(LETTER)
    assert texts(said, "wishes") == ["希望尽快派人检查"]
    assert texts(said, "dates") == ["昨天", "2026年3月2日"]
    assert texts(said, "amounts") == ["350元"]
    assert [(span.text, span.kind) for span in said.personal] == [("19900001111", "phone")]


def test_what_is_wrong_is_told_by_its_kind() -> None:
    assert "供气" in {span.kind for span in read("天然气一直没有通气").matters}


@given(st.text(alphabet="幸福里小区路１２號着火\n 。希望3元昨天煤氣味孩子呕吐", max_size=60))
def test_every_span_stands_in_the_text_and_none_overlaps_its_like(text: str) -> None:
    reading = read(text)
    for what in ("sentences", "places", "matters", "wishes", "dates", "amounts", "alarms"):
        spans = getattr(reading, what)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
