"""Numbers that residents tell in their words are hidden from who may not see the person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.rules.masking import mask_words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("请打13812345678找我", "请打138****5678找我"),
        ("138 1234 5678", "138****5678"),
        ("座机010-62345678", "座机010****678"),
        ("身份证110101199003078515", "身份证110101********8515"),
        ("身份证11010119900307851X。", "身份证110101********851X。"),
        ("写信liu.yang@example.cn", "写信***@example.cn"),
        ("三盏路灯不亮，12345打过两次", "三盏路灯不亮，12345打过两次"),
        ("案件HY20260310-00001-2", "案件HY20260310-00001-2"),
    ],
)
def test_the_middle_of_a_number_is_hidden(words: str, shown: str) -> None:
    assert mask_words(words) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("灯路不亮，。 ", max_size=8))
def test_no_mobile_number_is_left_anywhere(number: str, around: str) -> None:
    assert number not in mask_words(f"{around}{number}{around}")


@given(st.text(max_size=60))
def test_hiding_twice_changes_nothing(text: str) -> None:
    assert mask_words(mask_words(text)) == mask_words(text)
