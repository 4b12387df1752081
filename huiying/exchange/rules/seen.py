"""Numbers that occur twice in one file, found in 16 bytes a row so that memory stays small."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from itertools import pairwise

FIRST, SAME, CLASH = "first", "same", "clash"


def short_digest(text: str) -> int:
    """64 bits of a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


class Seen:
    """First told of every row, then asked about every row in the same order."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._contents = array("Q")
        self._first: dict[int, int] = {}
        self._told: set[int] = set()

    def add(self, number: str, content: str) -> None:
        self._numbers.append(short_digest(number))
        self._contents.append(short_digest(content))

    def finish(self) -> int:
        """Sort out what occurred twice; the rows whose content differs from their number's first.

        The first row of a number is the one that counts; a later one that says the same is no
        clash, it changes nothing.
        """
        ordered = array("Q", sorted(self._numbers))
        twice = {a for a, b in pairwise(ordered) if a == b}
        clashes = 0
        for number, content in zip(self._numbers, self._contents, strict=True):
            if number in twice and self._first.setdefault(number, content) != content:
                clashes += 1
        self._numbers, self._contents = array("Q"), array("Q")
        return clashes

    @property
    def any_twice(self) -> bool:
        """Whether some number occurs more than once; without, every row is a first one."""
        return bool(self._first)

    def judge(self, number: str, content: str) -> str:
        """FIRST for a number's first row, SAME for one that repeats it, CLASH for another."""
        key = short_digest(number)
        first = self._first.get(key)
        if first is None:
            return FIRST
        if first != short_digest(content):
            return CLASH
        if key in self._told:
            return SAME
        self._told.add(key)
        return FIRST
