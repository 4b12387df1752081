"""A draw is the same for who has the salt, chance for who has not, and small units are seen too."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.stats import wilson
from huiying.sampling.rules.draws import Candidate, chosen, drawn, number, topped_up

SALTS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
CANDIDATES = st.lists(
    st.builds(Candidate, st.integers(1, 10_000), st.integers(1, 3), st.integers(1, 5)),
    max_size=60, unique_by=lambda one: (one.case, one.cycle),
)  # fmt: skip


@given(SALTS, st.integers(1, 9_999), st.integers(1, 5))
def test_a_draw_can_be_reckoned_again(salt: str, case: int, cycle: int) -> None:
    one = Candidate(case, cycle, 1)
    assert drawn(salt, one, 0.3) == drawn(salt, one, 0.3)
    assert 0 <= number(salt, case) < 1
    assert drawn(salt, one, 1.0)
    assert not drawn(salt, one, 0.0)


def test_as_many_are_drawn_as_the_plan_says_whatever_the_order() -> None:
    hits = sum(drawn("a" * 32, Candidate(case, 1, 1), 0.1) for case in range(20_000))
    low, high = wilson(hits, 20_000, z=4)
    assert low < 0.1 < high


def test_who_knows_the_draws_of_one_plan_knows_nothing_of_another() -> None:
    one, other = "a" * 32, "b" * 32
    both = sum(
        drawn(one, Candidate(case, 1, 1), 0.5) and drawn(other, Candidate(case, 1, 1), 0.5)
        for case in range(8_000)
    )
    low, high = wilson(both, 8_000, z=4)
    assert low < 0.25 < high


@given(SALTS, CANDIDATES, st.integers(0, 6))
def test_each_unit_gets_its_least_where_it_has_so_many(
    salt: str, some: list[Candidate], least: int
) -> None:
    there = Counter(one.stratum for one in some)
    found = Counter(one.stratum for one in topped_up(salt, some, {1: 2}, least))
    for stratum, count in there.items():
        wanted = max(0, least - (2 if stratum == 1 else 0))
        assert found[stratum] == min(wanted, count)


@given(SALTS, st.integers(1, 999), st.lists(st.integers(1, 50), min_size=1, unique=True))
def test_who_has_checked_a_unit_least_is_next(salt: str, case: int, people: list[int]) -> None:
    seen = {person: person % 3 for person in people}
    person = chosen(salt, case, people, seen)
    assert person in people
    assert seen[person or 0] == min(seen.values())
    assert chosen(salt, case, [], {}) is None
