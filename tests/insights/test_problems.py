"""Common problems: the same matter at the same place, found whoever words it how."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.insights.rules.problems import Message, Problem, find
from tests.insights.letters import ALONE, MIXER, PARKING, letters


def problem_of(found: list[Problem], row: int) -> Problem:
    return next(problem for problem in found if row in problem.rows)


def test_voices_on_one_matter_at_one_place_are_one_problem() -> None:
    found = find(letters())
    mixer = problem_of(found, 0)
    assert set(mixer.rows) == set(range(len(MIXER)))
    assert mixer.voices == len(MIXER)
    assert "搅拌站" in mixer.title
    parking = problem_of(found, len(MIXER))
    assert set(parking.rows) == {len(MIXER) + at for at in range(len(PARKING))}


def test_another_grievance_at_the_same_place_is_another_problem() -> None:
    found = find(letters())
    lift = len(MIXER) + len(PARKING) + ALONE.index("幸福里二期电梯经常坠梯")
    bus = len(MIXER) + len(PARKING) + ALONE.index("泉河新城公交车末班太早")
    assert problem_of(found, lift).rows == (lift,)
    assert problem_of(found, bus).rows == (bus,)


def test_the_same_grievance_at_two_places_is_two_problems() -> None:
    said = letters()
    others = (
        "松涛苑业主反映：搅拌站粉尘大",
        "松涛苑后面的搅拌站彻夜噪音",
        "求助：松涛苑被搅拌站的灰尘包围",
    )
    more = [Message(f"M{n}", text, text, f"m{n}") for n, text in enumerate(others)]
    found = find([*said, *more])
    assert set(problem_of(found, len(said)).rows) == {len(said) + n for n in range(3)}
    assert set(problem_of(found, 0).rows) == set(range(len(MIXER)))


def test_a_letter_handed_on_with_another_place_in_it_is_about_that_place() -> None:
    words = "{}旁边的搅拌站每天施工到半夜，灰尘漫天，窗户不敢开，请政府部门依法取缔。"
    places = ("泉河新城", "松涛苑小区")
    said = [Message(at, words.format(at), words.format(at), at) for at in places]
    assert {problem.rows for problem in find(said)} == {(0,), (1,)}


def test_a_problem_is_called_after_its_first_message_and_keeps_the_name() -> None:
    said = letters()
    before = problem_of(find(said), 0).ident
    later = Message("L900", "泉河新城搅拌站噪音", "搅拌站半夜还在响", "u900", date(2026, 9, 1))
    after = problem_of(find([*said, later]), 0)
    assert after.ident == before == "L000"
    assert len(said) in after.rows


def test_the_hottest_comes_first_and_nobody_is_left_out() -> None:
    found = find(letters())
    points = [problem.heat.points for problem in found]
    assert points == sorted(points, reverse=True)
    assert sorted(row for problem in found for row in problem.rows) == list(range(len(letters())))
    assert found[0].voices == len(MIXER)


def test_forty_letters_of_one_person_are_one_voice() -> None:
    said = letters()
    same = [replace(said[1], ident=f"R{n}", person="u1") for n in range(40)]
    padded = problem_of(find([*said, *same]), 0)
    plain = problem_of(find(said), 0)
    assert len(padded.rows) == len(plain.rows) + 40
    assert padded.heat == plain.heat


def test_the_same_words_without_a_name_are_one_voice() -> None:
    words = ("泉河新城搅拌站扬尘", "搅拌站一直没有停工，灰尘很大")
    found = find([Message(str(n), *words) for n in range(5)])
    assert [problem.voices for problem in found] == [1]


def test_nothing_gives_nothing() -> None:
    assert find([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), min_size=1, max_size=12))
def test_every_message_is_in_one_problem_whatever_it_says(texts: list[tuple[str, str]]) -> None:
    said = [Message(str(at), *words) for at, words in enumerate(texts)]
    found = find(said)
    assert sorted(row for problem in found for row in problem.rows) == list(range(len(said)))
    assert len({problem.ident for problem in found}) == len(found)
