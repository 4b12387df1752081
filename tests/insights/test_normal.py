"""A message is made comparable, and what is found in it can be marked in the original."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.normal import boilerplate, compared, normal, without_boilerplate
from huiying.insights.rules.sentences import sentences
from huiying.insights.rules.spans import Span, apart

LETTER = "尊敬的王市长:您好!小区门口每晚施工到凌晨,无法入睡。恳请领导百忙之中派人查看。此致敬礼!"


def test_full_width_traditional_and_blank_signs_become_one_writing() -> None:
    assert compared("Ａ３區\u3000噪 聲\u200b擾民，１２３") == "a3区噪声扰民,123"


@given(st.text(alphabet="噪聲擾民 \u3000Ａa１，。\n㎡ﬁİ\u200b", max_size=40))
def test_the_quick_and_the_careful_way_agree(text: str) -> None:
    assert compared(text) == normal(text).text


def test_a_place_in_the_comparable_text_leads_back_to_the_original() -> None:
    written = "王芳： 小 區 門口\u3000很吵"
    made = normal(written)
    at = made.text.index("小区门口")
    start, end = made.original(at, at + 4)
    assert written[start:end] == "小 區 門口"
    assert made.here(start, end) == (at, at + 4)


def test_an_empty_span_stays_empty() -> None:
    assert normal("路灯").original(2, 2) == (2, 2)
    assert normal("").original(0, 0) == (0, 0)


def test_greetings_and_thanks_are_found_and_taken_out() -> None:
    assert [span.text for span in boilerplate(LETTER)][:1] == ["尊敬的王市长:"]
    bare = without_boilerplate(LETTER)
    assert "施工到凌晨" in bare
    assert "尊敬" not in bare
    assert "您好" not in bare
    assert "此致" not in bare


def test_a_text_falls_into_sentences_with_their_places() -> None:
    text = " 路灯坏了。高2.5米！\n何时修？The lamp is broken. Please fix it."
    found = sentences(text)
    assert [span.text for span in found] == [
        "路灯坏了。",
        "高2.5米！",
        "何时修？",
        "The lamp is broken.",
        "Please fix it.",
    ]
    assert all(text[span.start : span.end] == span.text for span in found)


@given(st.text(alphabet="路灯。!?\n .a”", max_size=40))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    kept = "".join(span.text for span in sentences(text))
    letters = [c for c in text if c in "路灯a"]
    assert [c for c in kept if c in "路灯a"] == letters


def test_of_two_overlapping_spans_the_longer_one_stays() -> None:
    long, short, other = Span(0, 6, "幸福小区三栋", "place"), Span(4, 6, "三栋", "place"), None
    other = Span(8, 10, "停电", "matter")
    assert apart([short, other, long]) == [long, other]
