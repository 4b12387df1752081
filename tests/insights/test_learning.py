"""A model learns from letters, says how sure it is and why, and is honest about its worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules import cards, shelf
from huiying.insights.rules.calibration import calibration_error, evaluate, macro_f1, sure
from huiying.insights.rules.cards import Learned, NoModel, Worse
from huiying.insights.rules.folds import FOLDS, deal
from huiying.insights.rules.learning import TooFew, learn
from huiying.insights.rules.letters import Letter
from huiying.insights.rules.shelf import BadModel, BadModelName
from tests.insights.lessons import lessons

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOISY = Letter("望江楼旁边半夜施工", "望江楼对面工地凌晨打桩，吵得孩子睡不着，请管一管。")


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(*lessons())


def test_a_new_letter_gets_the_category_of_its_like_with_reason(learned: Learned) -> None:
    said = learned.model.suggest(NOISY)
    best = said.choices[0]
    assert best.label == "噪声"
    assert best.chance > 0.6
    assert not said.abstains
    text = f"{NOISY.title}\n{NOISY.body}"
    assert {"施工", "打桩"} & {span.text for span in best.words}
    assert all(text[span.start : span.end] == span.text for span in best.words)


def test_the_chances_of_all_labels_add_up_to_one(learned: Learned) -> None:
    assert learned.model.chances([NOISY, Letter("")]).sum(axis=1) == pytest.approx([1, 1])


def test_the_nearest_earlier_letters_are_named(learned: Learned) -> None:
    letters, _labels, idents = lessons()
    near = learned.model.suggest(letters[7]).earlier
    assert near[0].ident == idents[7]
    assert near[0].likeness > 0.9
    assert [one.likeness for one in near] == sorted((n.likeness for n in near), reverse=True)


def test_of_words_it_never_saw_it_says_nothing(learned: Learned) -> None:
    said = learned.model.suggest(Letter("xyzzy", "qwerty plugh"))
    assert said.earlier == ()
    assert said.choices[0].words == ()


def test_traditional_and_full_width_writing_make_no_difference(learned: Learned) -> None:
    plain = learned.model.suggest(Letter("松林路路灯坏了", "路灯不亮，路口很乱"))
    other = learned.model.suggest(Letter("松林路路燈壞了", "路燈不亮，路口很亂"))
    assert other.choices[0].label == plain.choices[0].label == "道路"
    assert other.choices[0].chance == pytest.approx(plain.choices[0].chance, abs=0.15)


def test_many_at_once_and_one_alone_agree(learned: Learned) -> None:
    letters = lessons()[0][::5]
    for letter, line in zip(letters, learned.model.lines(letters), strict=True):
        alone = learned.model.suggest(letter)
        assert line.label == alone.choices[0].label
        assert line.second == alone.choices[1].label
        assert line.chance == pytest.approx(alone.choices[0].chance, abs=1e-4)


def test_too_few_examples_are_refused() -> None:
    letters, labels, idents = lessons()
    with pytest.raises(TooFew):
        learn(letters[:24], labels[:24], idents[:24])


def test_a_rare_label_is_left_out_and_said_so() -> None:
    letters, labels, idents = lessons()
    odd = learn([*letters, Letter("咨询落户")], [*labels, "户籍"], [*idents, "X1"])
    assert odd.left_out == {"户籍": 1}
    assert "户籍" not in odd.labels


def test_two_labels_are_enough() -> None:
    letters, labels, idents = lessons()
    two = learn(letters[:56], labels[:56], idents[:56])
    assert two.model.suggest(NOISY).choices[0].label == "噪声"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), min_size=1, max_size=60))
def test_near_duplicates_never_fall_into_two_folds(pairs: list[tuple[int, int]]) -> None:
    groups = np.array([group for group, _ in pairs])
    fold = deal(groups, np.array([label for _, label in pairs]))
    small = [one for one in groups if (groups == one).sum() <= len(groups) // (2 * FOLDS)]
    assert all(len(set(fold[groups == one])) == 1 for one in small)
    assert set(fold) <= set(range(FOLDS))


def test_macro_f1_is_the_mean_over_labels() -> None:
    # label 0: 2 of 3 found, nothing wrong (0.8); label 1: found with one too many (2/3)
    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 2) == pytest.approx(
        (0.8 + 2 / 3) / 2
    )


def test_a_promise_that_is_kept_has_no_calibration_error() -> None:
    right = np.array([True] * 8 + [False] * 2)
    assert calibration_error(np.full(10, 0.8), right) == pytest.approx(0)
    assert calibration_error(np.full(10, 0.99), right) == pytest.approx(0.19)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
def test_from_the_sure_probability_on_nearly_all_are_right(pairs: list[tuple[float, bool]]) -> None:
    top, right = np.array([p for p, _ in pairs]), np.array([r for _, r in pairs])
    _least, share = sure(top, right)
    taken = np.argsort(-top, kind="stable")[: round(share * len(top))]
    assert share == 0 or right[taken].mean() >= 0.98


def test_an_evaluation_of_perfect_answers() -> None:
    truth = np.array([0, 1, 2, 0])
    worth = evaluate(np.eye(3)[truth], truth)
    assert (worth.accuracy, worth.macro_f1, worth.calibration_error) == (1, 1, 0)


def test_a_model_is_kept_and_read_back_the_same(learned: Learned, tmp_path: Path) -> None:
    card = cards.keep(tmp_path, "category", learned, source="letters.csv", at=AT)
    model, read = cards.load(tmp_path, "category")
    assert read == card
    assert (card.version, card.examples, card.source) == (1, 84, "letters.csv")
    before, after = learned.model.chances([NOISY]), model.chances([NOISY])
    assert after == pytest.approx(before, abs=0.01)
    assert model.suggest(NOISY).choices[0].words == learned.model.suggest(NOISY).choices[0].words


def test_the_arrays_hold_no_pickled_object(learned: Learned, tmp_path: Path) -> None:
    cards.keep(tmp_path, "category", learned, source="letters.csv", at=AT)
    with np.load(tmp_path / "category-1.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_a_worse_model_does_not_replace_a_better_one_in_silence(
    learned: Learned, tmp_path: Path
) -> None:
    cards.keep(tmp_path, "category", learned, source="a.csv", at=AT)
    worse = replace(learned, evaluation=replace(learned.evaluation, macro_f1=0.1))
    with pytest.raises(Worse) as refusal:
        cards.keep(tmp_path, "category", worse, source="b.csv", at=AT)
    assert refusal.value.params["new"] == "0.1000"
    kept = cards.current(tmp_path, "category")
    assert kept is not None
    assert kept.version == 1
    assert cards.keep(tmp_path, "category", worse, source="b.csv", at=AT, force=True).version == 2


def test_only_the_newest_versions_stay(learned: Learned, tmp_path: Path) -> None:
    for _ in range(shelf.KEPT + 2):
        cards.keep(tmp_path, "category", learned, source="a.csv", at=AT)
    versions = [card.version for card in cards.cards(tmp_path, "category")]
    assert versions == list(range(shelf.KEPT + 2, 2, -1))
    assert len(list(tmp_path.glob("*.npz"))) == shelf.KEPT


def test_a_changed_or_broken_file_is_not_used(learned: Learned, tmp_path: Path) -> None:
    cards.keep(tmp_path, "category", learned, source="a.csv", at=AT)
    arrays = tmp_path / "category-1.npz"
    whole = arrays.read_bytes()
    arrays.write_bytes(whole[:-1] + b"x")
    with pytest.raises(BadModel):
        cards.load(tmp_path, "category")
    arrays.unlink()
    with pytest.raises(BadModel):
        cards.load(tmp_path, "category")
    (tmp_path / "category-1.json").write_text("{}", "utf-8")
    with pytest.raises(BadModel):
        cards.load(tmp_path, "category")


def test_a_model_that_is_not_there_is_told_with_those_that_are(
    learned: Learned, tmp_path: Path
) -> None:
    cards.keep(tmp_path, "unit", learned, source="a.csv", at=AT)
    with pytest.raises(NoModel) as refusal:
        cards.load(tmp_path, "category")
    assert refusal.value.params["known"] == "unit"
    with pytest.raises(BadModelName):
        cards.current(tmp_path, "../secrets")
