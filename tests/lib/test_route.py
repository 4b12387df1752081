"""A day's places in the order in which one walks to them."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from huiying.lib.coordinates import Point, haversine
from huiying.lib.route import route

A_STREET = [Point(116.60 + n / 1000, 40.30) for n in range(6)]
NEAR = st.floats(0, 0.05)
PLACES = st.lists(st.builds(lambda x, y: Point(116.6 + x, 40.3 + y), NEAR, NEAR), max_size=7)


def length(places: list[Point]) -> float:
    return sum(haversine(*a, *b) for a, b in pairwise(places))


def test_along_a_street_one_walks_from_end_to_end() -> None:
    mixed = [A_STREET[n] for n in (0, 3, 1, 5, 2, 4)]
    assert [mixed[at] for at, _leg in route(mixed)] == A_STREET


def test_one_begins_where_one_stands() -> None:
    order = route(A_STREET, start=Point(116.6051, 40.30))
    assert [at for at, _leg in order] == [5, 4, 3, 2, 1, 0]
    assert 8 < order[0][1] < 9


def test_nowhere_to_go() -> None:
    assert route([]) == []
    assert route([A_STREET[0]]) == [(0, 0.0)]


@given(PLACES, st.none() | st.builds(Point, st.just(116.62), st.just(40.31)))
def test_every_place_is_visited_once_and_legs_add_up(
    places: list[Point], start: Point | None
) -> None:
    order = route(places, start)
    assert sorted(at for at, _leg in order) == list(range(len(places)))
    walked = [*([start] if start else []), *(places[at] for at, _leg in order)]
    assert abs(sum(leg for _at, leg in order) - length(walked)) < 1e-6


@given(PLACES.filter(lambda places: len(places) > 2))
def test_the_walk_is_close_to_the_shortest(places: list[Point]) -> None:
    walked = length([places[at] for at, _leg in route(places)])
    best = min(length([places[0], *rest]) for rest in permutations(places[1:]))
    assert walked <= best * 1.35 + 1e-6
