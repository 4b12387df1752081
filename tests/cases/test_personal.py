"""What leads back to a person goes; what tells about the matter stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases.rules.personal import forget_name, forget_personal
from huiying.cases.rules.retention import in_order, scrub_json, scrubber


@pytest.mark.parametrize(
    "personal",
    [
        "19900001111",
        "１９９００００１１１１",
        "199 0000 1111",
        "+86-199-0000-1111",
        "010-61234567",
        "（010）61234567",
        "11010519491231002X",
        "110105 19491231 002X",
        "110105491231002",
        "6222 0000 0000 0000 004",
        "京A12345",
        "沪A·D12345",
        "ly@example.cn",
    ],
)
def test_numbers_and_addresses_of_people_go(personal: str) -> None:
    assert personal not in forget_personal(f"请联系{personal}，谢谢。")
    assert forget_personal(f"请联系{personal}，谢谢。").endswith("*，谢谢。")


def test_a_chat_account_goes_and_the_word_before_it_stays() -> None:
    assert forget_personal("加我微信：liuyang_88吧") == "加我微信：***吧"


@pytest.mark.parametrize(
    "matter",
    [
        "拨打12345或110无人接听",
        "幸福里3号楼2单元1201室漏水",
        "2026年3月10日18:30至20:00停电",
        "合同价1234567.89元",
        "案件 QH-20260310-0000123 未回复",
        "表号2026031000000123X5",
    ],
)
def test_numbers_of_the_matter_stay(matter: str) -> None:
    assert forget_personal(matter) == matter


def test_a_name_goes_with_its_forms_of_address() -> None:
    text = "刘洋反映：刘先生与欧阳女士同住刘家胡同。"
    assert forget_name(text, "刘洋") == "***反映：某先生与欧阳女士同住刘家胡同。"
    assert "欧阳女士" not in forget_name(text, "欧阳锋")
    assert forget_name(text, "刘") == text


def test_a_contact_known_in_another_spelling_goes_too() -> None:
    scrub = scrubber("刘洋", "6123-4567转8", "")
    assert scrub("刘洋，6123-4567转8，或110") == "***，***，或110"
    assert scrubber("", "110", "")("请打110") == "请打110"


def test_extra_answers_are_scrubbed_wherever_they_are() -> None:
    extra = {"房号": "3-2-1201", "联系": ["刘洋", {"电话": "19900001111"}], "人数": 3, "有": True}
    clean = scrub_json(extra, scrubber("刘洋", "19900001111", ""))
    assert clean == {"房号": "3-2-1201", "联系": ["***", {"电话": "***"}], "人数": 3, "有": True}


@given(st.text())
def test_forgetting_twice_changes_nothing_more(text: str) -> None:
    once = forget_personal(text)
    assert forget_personal(once) == once


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=60), st.data())
def test_nothing_is_destroyed_before_what_hangs_on_it(
    edges: list[tuple[int, int]], data: st.DataObject
) -> None:
    children: dict[int, set[int]] = {}
    for above, below in edges:
        if above != below:
            children.setdefault(above, set()).add(below)
    wanted = data.draw(st.lists(st.integers(1, 30), unique=True))
    order, held = in_order(wanted, children)
    assert sorted(order + held) == sorted(wanted)
    for place, ident in enumerate(order):
        assert children.get(ident, set()) <= set(order[:place])
    for ident in held:
        assert not children[ident] <= set(order)
