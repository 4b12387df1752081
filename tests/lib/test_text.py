"""Text is cut, compared and masked the same way everywhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.text import (
    bigrams,
    find_personal,
    mask_email,
    mask_name,
    mask_personal,
    mask_phone,
    normalise,
    query_terms,
    similarity,
    simplify,
    tidy,
)

CHINESE = st.text(alphabet="施工停车路灯不亮小区门口噪声扰民", min_size=2, max_size=40)


def test_a_text_becomes_pairs_of_characters_and_whole_words() -> None:
    assert bigrams("路灯不亮，Tel 110！灯") == ["路灯", "灯不", "不亮", "tel", "110", "灯"]


def test_full_width_and_invisible_characters_do_not_hide_a_word() -> None:
    assert normalise("ＡＢ１２\u3000\u200b路灯\t") == "ab12 路灯"


@given(st.text(st.characters(codec="utf-8")))
def test_full_width_commas_are_as_plain_ones(text: str) -> None:
    wide = text.translate({ord(a): ord(b) for a, b in zip(",!?", "，！？", strict=True)})
    assert normalise(wide) == normalise(text)
    assert bigrams(wide) == bigrams(text)


def test_the_round_zero_of_years_is_a_character() -> None:
    assert bigrams("二〇二六") == ["二〇", "〇二", "二六"]


@given(CHINESE, CHINESE)
def test_any_part_of_two_characters_finds_the_whole(before: str, after: str) -> None:
    document = set(bigrams(f"{before}施工{after}"))
    assert set(query_terms("施工")) <= document


@given(CHINESE)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity(text, text) == 1.0
    assert similarity(text, "abc") == 0.0


def test_names_and_phones_are_masked() -> None:
    assert mask_name("张三丰") == "张**"
    assert mask_name("") == ""
    assert mask_phone("19900001234") == "199****1234"
    assert mask_phone("12345") == "*****"
    assert mask_email("liuyang@example.cn") == "l***@example.cn"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请回电19900001234谢谢", "phone"),
        ("电话 010-69640000", "landline"),
        ("身份证11010519491231002X", "id"),
        ("邮箱 liu.yang@example.cn。", "email"),
        ("电话１９９００００１２３４", "phone"),
        ("199.0000.1234", "phone"),
        ("199\u200b00001234", "phone"),
        ("0086 199 0000 1234", "phone"),
        ("（010）69640000", "landline"),
        ("110105 19491231 002X", "id"),
        ("１１０１０５１９４９１２３１００２Ｘ", "id"),
    ],
)
def test_personal_data_in_a_text_is_found_and_starred(text: str, kind: str) -> None:
    (span,) = find_personal(text)
    assert span.kind == kind
    hidden = text[span.start : span.end]
    assert hidden not in mask_personal(text)
    assert len(mask_personal(text)) == len(text)


def test_the_words_around_a_mail_address_stay() -> None:
    assert mask_personal("请联系liu@example.cn谢谢") == "请联系**************谢谢"


@given(st.text(alphabet="0123456789 -+@.a中＠１９()", max_size=60))
def test_masking_keeps_the_length_and_masks_once(text: str) -> None:
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))


@pytest.mark.parametrize("piece", ["a", "0", "中", "a.", "a@", "1 ", "a-"])
def test_a_long_text_is_searched_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    find_personal(piece * 50_000)
    assert time.perf_counter() - start < 2  # quadratic: some ten seconds


def test_an_eighteen_digit_order_number_is_no_identity_number() -> None:
    assert find_personal("订单110105194912310021") == []


def test_tidy_keeps_paragraphs_and_drops_padding() -> None:
    assert tidy("\n\t\t\u3000第一段 \r\n\n\n\n第二段\t\n") == "第一段\n\n第二段"


def test_cutting_three_hundred_characters_is_quick() -> None:
    text = "幸福里小区门口三盏路灯一周没亮，晚上走路害怕。" * 13
    start = time.perf_counter()
    for _ in range(200):
        bigrams(text)
    assert (time.perf_counter() - start) / 200 < 0.002  # a wide bound: a slip costs far more


def test_traditional_and_simplified_characters_compare_as_one() -> None:
    assert normalise("小區門口 噪聲擾民，車位不足") == normalise("小区门口 噪声扰民,车位不足")
    assert simplify("里面的皇后 ABC 1號") == "里面的皇后 ABC 1号"


@given(st.text(max_size=60))
def test_simplifying_keeps_every_place_in_the_text(text: str) -> None:
    assert len(simplify(text)) == len(text)
    assert simplify(simplify(text)) == simplify(text)
