"""What a problem is called."""

from __future__ import annotations

import pytest

from huiying.insights.rules.titles import central, tidy


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("关于幸福里二期停车难的问题", "幸福里二期停车难"),
        ("投诉：泉河新城搅拌站扰民！！", "泉河新城搅拌站扰民"),
        ("请问 北麓村何时通自来水？", "北麓村何时通自来水"),
        ("对三号线的两点建议", "对三号线的两点建议"),
        ("投诉", "投诉"),
        ("Street light out", "Street light out"),
        ("", ""),
    ],
)
def test_the_words_of_a_letter_around_the_matter_are_left_out(title: str, told: str) -> None:
    assert tidy(title) == told


def test_the_central_title_shares_most_with_the_others() -> None:
    titles = [
        "搅拌站",
        "泉河新城搅拌站扬尘",
        "泉河新城旁搅拌站扬尘扰民",
        "我家孩子咳嗽很久了请救救我们",
    ]
    assert "泉河新城" in titles[central(titles)]
