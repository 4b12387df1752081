"""A message is cut for marking: nothing is lost, nothing is added, and each kind is listed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.marking import INNER, spoken, stretches
from huiying.insights.rules.reading import read

LETTER = (
    "幸福里小区三号楼燃气泄漏。昨天收了350元检修费却不来人。希望物业今天到松林路检查停车场！谢谢"
)


def joined(text: str) -> str:
    return "".join(piece.text for one in stretches(text, read(text)) for piece in one.pieces)


def test_what_a_letter_speaks_of_is_marked_by_its_kind() -> None:
    marked = {
        piece.text: piece.kind
        for one in stretches(LETTER, read(LETTER))
        for piece in one.pieces
        if piece.kind
    }
    assert marked["幸福里小区"] == "place"
    assert marked["燃气泄漏"] == "alarm"
    assert marked["昨天"] == "date"
    assert marked["350元"] == "amount"
    assert marked["停车场"] == "matter"


def test_places_inside_a_wish_are_marked_within_it() -> None:
    wish = next(one for one in stretches(LETTER, read(LETTER)) if one.wish)
    assert "".join(piece.text for piece in wish.pieces).startswith("希望物业今天到松林路检查")
    assert ("松林路", "place") in [(piece.text, piece.kind) for piece in wish.pieces]


def test_each_kind_is_listed_with_its_words_each_once() -> None:
    said = spoken(read("松林路路灯不亮，松林路太黑。昨天、昨天都没人来"))
    assert said["place"] == ("松林路",)
    assert said["date"] == ("昨天",)
    assert "alarm" not in said


@given(
    st.text(alphabet="幸福里小区路１２號着火\n 。希望3元昨天煤氣味孩子呕吐停车请问<&", max_size=80)
)
def test_the_pieces_joined_are_the_text_unchanged(text: str) -> None:
    assert joined(text) == text
    kinds = {p.kind for one in stretches(text, read(text)) for p in one.pieces}
    assert kinds <= {"", *INNER}
