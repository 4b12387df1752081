"""Words, dates and numbers in files mean what people meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.exchange.rules import values

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("诉求", "help"), ("投诉", "complaint"), ("咨询", "consultation"), ("求助", "help"),
        ("建议", "suggestion"), ("举报", "tipoff"), ("表扬", "suggestion"), ("控烟", "tipoff"),
        (" 投诉 ", "complaint"), ("不认识", None),
    ],
)  # fmt: skip
def test_kinds_of_real_exports_become_the_five_of_the_law(word: str, kind: str | None) -> None:
    assert values.kind_of(word) == kind


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Closed", "closed"), ("Closed (Duplicate)", "closed"), ("Closed (Transferred)", "closed"),
        ("Open (Duplicate)", "received"), ("Cancelled", "closed"), ("Referred Out", "closed"),
        ("In Progress", "filed"), ("Pending", "filed"), ("New", "received"), ("已办结", "closed"),
        ("办理中", "filed"), ("待受理", "received"), ("某种状态", None),
    ],
)  # fmt: skip
def test_states_are_closed_elsewhere_in_hand_or_new(word: str, state: str | None) -> None:
    assert values.state_of(word) == state


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("Mobile App", "web"), ("Call", "hotline"), ("Driver Self Report", "inspection"),
        ("市民热线", "hotline"), ("微信小程序", "web"), ("网格巡查", "inspection"), ("??", None),
    ],
)  # fmt: skip
def test_channels_are_told_by_their_words(word: str, channel: str | None) -> None:
    assert values.channel_of(word) == channel


def test_solved_and_satisfied_have_three_answers_each() -> None:
    assert [values.solved_of(w) for w in ("解决", "部分解决", "未解决")] == ["yes", "partly", "no"]
    words = ("满意", "基本满意", "不满意", "未评价")
    assert [values.satisfied_of(w) for w in words] == ["yes", "fairly", "no", None]


def test_a_title_names_its_kind_by_the_first_word() -> None:
    assert values.kind_in_title("关于加装电梯的建议") == "suggestion"
    assert values.kind_in_title("咨询投诉渠道") == "consultation"
    assert values.kind_in_title("路灯不亮") is None


def test_a_day_is_read_out_of_a_number() -> None:
    found = values.day_in_number("京20210105004321", NOW)
    assert found is not None
    assert found.strftime("%Y-%m-%d") == "2021-01-05"
    assert values.day_in_number("GD-20210231-1", NOW) is None  # there is no 31 February
    assert values.day_in_number("20300101001", NOW) is None  # not yet
    assert values.day_in_number("188006", NOW) is None


@given(st.text())
def test_no_word_breaks_the_tables_and_every_answer_is_a_known_one(word: str) -> None:
    assert values.kind_of(word) in {None, *values.KINDS}
    assert values.channel_of(word) in {None, *values.CHANNELS}
    assert values.state_of(word) in {None, *values.STATES}
    assert values.level_of(word) in {None, *values.LEVELS}
    assert values.solved_of(word) in {None, *values.SOLVED}
    assert values.satisfied_of(word) in {None, *values.SATISFIED}


@given(st.text())
def test_cleaned_text_can_be_stored_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = values.clean(text)
    assert "\x00" not in cleaned
    cleaned.encode()
    assert values.clean(cleaned) == cleaned


@given(st.text(min_size=1), st.sampled_from(values.SECRET))
def test_whoever_asks_for_secrecy_is_recognised(around: str, word: str) -> None:
    assert values.is_secret(f"{around}{word}")
