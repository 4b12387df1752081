"""A picture is known again when it is saved anew, shrunk or cut; strangers stay strangers."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from PIL import Image

from huiying.lib.prints import ALIKE, NEAR, Prints, distances, likeness, near, prints, table
from tests.evidence import scenes

COUNT = 60


@pytest.fixture(scope="module")
def pictures() -> list[Image.Image]:
    return [scenes.scene(seed) for seed in range(COUNT)]


def of(picture: Image.Image) -> Prints:
    found = prints(picture)
    assert found is not None
    return found


def test_a_picture_passed_on_is_suspected_and_found(pictures: list[Image.Image]) -> None:
    chance, missed = Random(3), 0
    for picture in pictures:
        copy = scenes.passed_on(picture, chance)
        suspected = bool(near(of(copy), table([of(picture)])))
        missed += not (suspected and likeness(copy, picture) >= ALIKE)
    assert missed <= 2  # bench.prints says how many of thousands


def test_strangers_are_not_taken_for_one_another(pictures: list[Image.Image]) -> None:
    seen = [of(picture) for picture in pictures]
    taken = [
        (one, other)
        for one, other in combinations(range(COUNT), 2)
        if near(seen[one], table([seen[other]]))
        and likeness(pictures[one], pictures[other]) > ALIKE
    ]
    assert taken == []


def test_the_most_alike_come_first_with_the_bits_that_differ() -> None:
    rows: list[Prints] = [(0, 0, 0), (0b111, 0, 1 << 40), ((1 << 30) - 1,) * 3]
    assert near((0b111, (1 << 64) - 1, (1 << 63)), table(rows)) == [(1, 0), (0, 1)]
    assert distances((0, 0, 0), table(rows)).tolist() == [0, 0, 30]
    assert NEAR < 30


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (640, 480)])
def test_a_picture_of_one_colour_has_no_prints(size: tuple[int, int]) -> None:
    assert prints(Image.new("RGB", size, (90, 90, 90))) is None


def test_nothing_is_like_nothing() -> None:
    flat = Image.new("L", (10, 10))
    assert likeness(flat, flat) == 0
    assert near((1, 2, 3), table([])) == []
