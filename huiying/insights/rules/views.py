"""What of a message is compared with other messages: its head, its names, its matters, its numbers.

*Names* are what is left of title and head when the words of the field are taken out: mostly the
place or the subject, with a generic ending (小区, 路, 公司) or without one. So no list of names of
any city is needed. *Matters* are the kinds of :data:`.words.MATTERS` that are spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiying.insights.rules import grams
from huiying.insights.rules.grams import Matrix
from huiying.insights.rules.normal import compared, without_boilerplate
from huiying.insights.rules.words import FILLERS, MATTERS, trie
from huiying.lib.engines import HERE, Engine

CHUNK = 20_000  # messages read in one piece
HEAD = 150  # characters of the body that are compared: what is meant is said at once
RESERVE = 2_000  # messages imagined behind a small file, so that its words are not all rare
PRIOR = 40  # of these, how many use any one word of the field
NAME_FROM, RARE_FROM, COMMON_TO, CEILING = 3.0, 3.2, 5.2, 7.5  # of ln(messages / use)

KINDS = tuple(MATTERS)
_KIND_OF: dict[str, tuple[int, ...]] = {}
for _kind, _words in enumerate(MATTERS.values()):
    for _word in _words:
        _KIND_OF[_word] = (*_KIND_OF.get(_word, ()), _kind)
_FIELD = re.compile(trie({*_KIND_OF, *FILLERS}))
_NUMBERED = re.compile(
    r"([a-z]?\d{1,4}|[一二三四五六七八九十]{1,3})(号线|路|栋|期|线|中|弄|单元|组|校区)"
)
UNITS = ("号线", "路", "栋", "期", "线", "中", "弄", "单元", "组", "校区")
_DIGITS = {han: str(n) for n, han in enumerate("零一二三四五六七八九")}
_NUMBERS = 4096


@dataclass(frozen=True, slots=True)
class Parted:
    """A text parted into names (runs on lines of their own) and the numbers of its matters."""

    names: str
    kinds: frozenset[int]


def part(text: str) -> Parted:
    """Takes the words of the field out of a compared text."""
    kinds: set[int] = set()

    def drop(match: re.Match[str]) -> str:
        kinds.update(_KIND_OF.get(match[0], ()))
        return "\n"

    return Parted(_FIELD.sub(drop, text), frozenset(kinds))


def main_name(names: str) -> str:
    """The longest of the names on their lines, the first of equals: most often the place."""
    return max(re.split(r"[\n\W]", names), key=len, default="")


def numbered(text: str) -> set[tuple[str, str]]:
    """Numbers that tell one thing from another of its kind: (unit, number), as (栋, 3)."""
    return {(unit, _arabic(number)) for number, unit in _NUMBERED.findall(text)}


def _arabic(number: str) -> str:
    if number[0] not in "一二三四五六七八九十":
        return number.lstrip("0")
    if "十" not in number:
        return "".join(_DIGITS[han] for han in number)
    tens, ones = number.split("十", 1)
    return _DIGITS.get(tens, "1") + (_DIGITS.get(ones, "0"))


@dataclass(frozen=True, slots=True)
class Views:
    """0/1 matrices of the same messages, one row a message."""

    head: Matrix
    name_head: Matrix
    name_title: Matrix
    name_main: Matrix
    kinds: Matrix
    title_kinds: Matrix
    units: Matrix
    numbers: Matrix

    def __len__(self) -> int:
        return int(self.head.shape[0])


def view(titles: Sequence[str], bodies: Sequence[str], engine: Engine = HERE) -> Views:
    """Reads the messages; ``titles`` and ``bodies`` are of one length, bodies may be empty."""
    letters = list(zip(titles, bodies, strict=True))
    pieces = [letters[at : at + CHUNK] for at in range(0, len(letters), CHUNK)] or [letters]
    read = list(engine.run(_read, None, pieces))
    return read[0] if len(read) == 1 else stack(read)


def _read(_shared: None, letters: Sequence[tuple[str, str]]) -> Views:
    parts = [_one(title, body) for title, body in letters]
    return Views(
        head=grams.rows([f"{title}\n{body}" for title, body, _, _ in parts]),
        name_head=grams.rows([f"{a.names}\n{b.names}" for _, _, a, b in parts]),
        name_title=grams.rows([a.names for _, _, a, _ in parts]),
        name_main=grams.rows([main_name(a.names) for _, _, a, _ in parts]),
        kinds=_sets([a.kinds | b.kinds for _, _, a, b in parts], len(KINDS)),
        title_kinds=_sets([a.kinds for _, _, a, _ in parts], len(KINDS)),
        units=_sets(
            [{UNITS.index(unit) for unit, _ in numbered(title)} for title, *_ in parts],
            len(UNITS),
        ),
        numbers=_sets(
            [{_number(found) for found in numbered(title)} for title, *_ in parts], _NUMBERS
        ),
    )


def _one(title: str, body: str) -> tuple[str, str, Parted, Parted]:
    plain = compared(title)
    head = without_boilerplate(compared(body[: 3 * HEAD]))[:HEAD]
    return plain, head, part(plain), part(head)


def _number(found: tuple[str, str]) -> int:
    unit, number = found
    worth: int = sum(ord(c) * 31**n for n, c in enumerate(number))
    return (UNITS.index(unit) * 613 + worth) % _NUMBERS


def _sets(sets: Sequence[frozenset[int] | set[int]], width: int) -> Matrix:
    starts = np.concatenate([[0], np.cumsum([len(one) for one in sets], dtype=np.int64)])
    indices = np.fromiter((n for one in sets for n in sorted(one)), dtype=np.int32)
    data = np.ones(len(indices), dtype=np.float32)
    from scipy import sparse  # noqa: PLC0415  who only reads one title does not pay for it

    return sparse.csr_matrix((data, indices, starts), shape=(len(sets), width))


def stack(parts: Sequence[Views]) -> Views:
    """One set of views out of several, rows in order."""

    def joined(name: str) -> Matrix:
        from scipy import sparse  # noqa: PLC0415

        return sparse.vstack([getattr(one, name) for one in parts], format="csr")

    return Views(**{name: joined(name) for name in Views.__slots__})


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling each n-gram and each matter is in a body of messages.

    ``name``, ``rare``, ``common``: one float per column of the n-grams; ``kind``: per matter.
    """

    name: NDArray[np.float32]
    rare: NDArray[np.float32]
    common: NDArray[np.float32]
    kind: NDArray[np.float32]


def weigh(views: Views) -> Weights:
    """Weights after the use of each n-gram in these messages."""
    use = np.bincount(views.head.indices, minlength=grams.WIDTH).astype(np.float32)
    prior = np.zeros(grams.WIDTH, dtype=np.float32)
    for word in (*_KIND_OF, *FILLERS):
        for size in (2, 3):
            for at in range(len(word) - size + 1):
                prior[grams.column(word[at : at + size])] = PRIOR
    count = len(views)
    idf = np.minimum(np.log((count + RESERVE) / (use + prior + 0.5)), CEILING)
    name = np.maximum(idf - NAME_FROM, 0)
    name[use < 2] *= 0.5  # what nobody else says may be a slip of the pen
    rare = np.maximum(idf - RARE_FROM, 0)
    rare[use < 2] = 0
    common = np.where(idf < COMMON_TO, np.maximum(idf, 0), 0)
    kinds = np.bincount(views.kinds.indices, minlength=len(KINDS))
    kind = np.log((count + 50) / (kinds + 10))
    return Weights(*(w.astype(np.float32) for w in (name, rare, common, np.maximum(kind, 0.1))))
