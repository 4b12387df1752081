"""What is worth telling whoever follows a problem: as rules, at any figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiying.insights.rules.watching import Seen, Standing, Why, Wish, begin, look

STANDINGS = st.builds(
    Standing,
    voices=st.integers(0, 300),
    going=st.integers(0, 3),
    heat=st.floats(0, 99.99, allow_nan=False),
)
WISHES = st.builds(
    Wish,
    heat=st.none() | st.integers(1, 99),
    voices=st.none() | st.integers(1, 50),
    again=st.booleans(),
)


@given(WISHES, STANDINGS)
def test_what_stands_when_one_begins_is_no_news(wish: Wish, now: Standing) -> None:
    assert look(wish, begin(wish, now), now)[0] == []


@given(WISHES, st.lists(STANDINGS, min_size=1))
def test_looking_twice_tells_nothing_twice(wish: Wish, days: list[Standing]) -> None:
    seen = begin(wish, days[0])
    for now in days:
        _why, seen = look(wish, seen, now)
        assert look(wish, seen, now) == ([], seen)


@given(st.integers(1, 9), st.lists(st.integers(0, 5)))
def test_so_many_new_voices_are_told_however_they_come(step: int, came: list[int]) -> None:
    wish, total, told = Wish(voices=step), 10, 0
    seen = begin(wish, Standing(total, 1, 10.0))
    for new in came:
        total += new
        why, seen = look(wish, seen, Standing(total, 1, 10.0))
        told += len(why)
        assert total - seen.voices < step
    assert told <= sum(came) // step


def test_a_heat_is_told_when_it_is_reached_and_again_only_after_it_had_fallen() -> None:
    wish = Wish(heat=50)
    seen = begin(wish, Standing(5, 1, 49.9))
    told = []
    for heat in (49.99, 50.0, 51.0, 48.5, 50.5, 47.9, 50.0):
        why, seen = look(wish, seen, Standing(5, 1, heat))
        told.append(why)
    assert told == [[], [Why.HEAT], [], [], [], [], [Why.HEAT]]


def test_a_problem_that_had_ended_and_comes_again_is_told_once() -> None:
    wish = Wish(again=True)
    seen = begin(wish, Standing(5, 2, 30.0))
    told = []
    for going in (1, 0, 0, 1, 2, 0, 1):
        why, seen = look(wish, seen, Standing(5, going, 30.0))
        told.append(why)
    assert told == [[], [], [], [Why.AGAIN], [], [], [Why.AGAIN]]


def test_what_nobody_asked_for_is_not_told() -> None:
    before = Seen(2, hot=False, ended=True)
    assert look(Wish(), before, Standing(90, 9, 95.0))[0] == []


def test_voices_that_were_moved_away_are_no_reason_to_be_silent_later() -> None:
    wish = Wish(voices=3)
    seen = begin(wish, Standing(10, 1, 30.0))
    _why, seen = look(wish, seen, Standing(4, 1, 30.0))
    assert look(wish, seen, Standing(7, 1, 30.0))[0] == [Why.VOICES]
