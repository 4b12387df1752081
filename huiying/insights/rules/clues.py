"""What speaks, at each character of an address, for where its parts begin and end. Pure.

A text is a row of tokens: one Chinese character, a whole number or a whole Latin word each. Its
clues are numbers (64 bits, the same on every machine): neighbouring tokens, words and their
classes (rjieba), the generic ending that comes next and the one that came last (路, 号, 村 …), what
was said before, and names that are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import rjieba
from numpy.typing import NDArray

TOKEN = re.compile(r"[0-9]+|[a-z]+|.", re.DOTALL)
ENDINGS = frozenset(
    "省市州盟区县旗镇乡街道办村社屯组队路巷弄桥线号幢栋楼座单元门层室房铺苑园寓城庭湾府里厦厂司店院校所部场-"
)
REACH = 4
FAR = 9  # how many tokens ahead an ending is still looked for
LONGEST = 14  # tokens of a known name
# Which neighbours are looked at together; 0 is the token itself.
WINDOWS = (
    (0,), (-1,), (1,), (-2,), (2,), (-3,), (3,),
    (-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1), (-3, -2), (2, 3),
    (-2, -1, 0), (-1, 0, 1), (0, 1, 2), (1, 2, 3), (-3, -2, -1),
    (-2, -1, 0, 1), (-1, 0, 1, 2), (0, 1, 2, 3), (-3, -2, -1, 0),
)  # fmt: skip
Codes = NDArray[np.uint64]
_MIX, _TWIST = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of a comparable text, in order."""
    return [Token(m.start(), m.end(), m[0]) for m in TOKEN.finditer(text)]


def folded(token: str) -> str:
    """A number by its length, Latin by whether it is one letter; all else as it is."""
    if token.isdecimal():
        return f"0{min(len(token), 5)}"
    if token.isascii() and token.isalpha():
        return "a" if len(token) == 1 else "ab"
    return token


def clues(texts: Sequence[str], names: Callable[[int, Sequence[Token]], list[str]]) -> Codes:
    """The clues of every token of the texts, one row a token; shape (tokens, clues).

    ``names`` gives the mark of each token of text ``i`` by the names that are known (see
    :func:`marked`).
    """
    columns: list[list[int]] = []
    inner: list[int] = []  # rows of real tokens among the padding
    for number, text in enumerate(texts):
        tokens = tokens_of(text)
        start = len(columns) + REACH
        columns += [[0] * _FACTS] * REACH
        columns += _facts(text, tokens, names(number, tokens))
        inner += range(start, start + len(tokens))
    columns += [[0] * _FACTS] * REACH
    facts = np.array(columns, dtype=np.uint64).reshape(-1, _FACTS)
    return _combined(facts, np.array(inner, dtype=np.int64))


(_SELF, _WORD, _SPOT, _CLASS, _AHEAD, _FARTHER, _STEPS, _BEHIND, _SINCE, _AGAIN, _NAME, _PLACE,
 _TAIL, _VALUE) = range(14)  # fmt: skip
_FACTS = 14


def _code(text: str) -> int:
    return crc32(text.encode("utf-8", "replace")) + 1


def _facts(text: str, tokens: Sequence[Token], marks: Sequence[str]) -> list[list[int]]:
    """What is known of each token by itself and from far away, as numbers above 0."""
    count = len(tokens)
    words = _words(text)
    ahead = _endings(tokens)
    behind, since = 0, 0
    seen: set[tuple[str, str]] = set()
    found = []
    for at, token in enumerate(tokens):
        word, word_start, word_class = words[token.start]
        first = token.start == word_start
        last = token.end >= word_start + len(word)
        near, far, steps = ahead[at]
        pair = (token.text, tokens[at + 1].text if at + 1 < count else "")
        back = (tokens[at - 1].text if at else "", token.text)
        again = 1 + (pair in seen) + 2 * (back in seen)
        found.append([
            _code(folded(token.text)), _code(folded(word)), 1 + first + 2 * last, _code(word_class),
            near, far, 1 + steps, 1 + behind, 1 + min(since, 9), again, _code(marks[at]),
            1 + min(at, 3) + 4 * min(count - 1 - at, 2), _code(word[-1]), _code(token.text[:4]),
        ])  # fmt: skip
        if at:
            seen.add((tokens[at - 1].text, token.text))
        since += 1
        if token.text in ENDINGS:
            behind, since = ord(token.text), 0
    return found


def _words(text: str) -> list[tuple[str, int, str]]:
    """For each character: the word it stands in, where that begins, and its class."""
    found: list[tuple[str, int, str]] = []
    for word, word_class in rjieba.tag(text):
        found += [(word, len(found), word_class)] * len(word)
    return found


def _endings(tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
    """For each token: the next ending from it on, the one after that, how far the first is."""
    found: list[tuple[int, int, int]] = []
    near, far, steps = 1, 1, FAR
    for token in reversed(tokens):
        steps = min(steps + 1, FAR)
        if token.text in ENDINGS:
            near, far, steps = ord(token.text), near, 0
        found.append((near, far, steps))
    return found[::-1]


def marked(tokens: Sequence[Token], known: Callable[[str], str]) -> list[str]:
    """Each token by the longest known name it stands in: the name's kind and B, I or E; or "".

    ``known`` gives the kind of a name, or "".
    """
    marks = [""] * len(tokens)
    at = 0
    while at < len(tokens):
        size = 1
        for length in range(min(LONGEST, len(tokens) - at), 1, -1):
            kind = known("".join(token.text for token in tokens[at : at + length]))
            if kind:
                marks[at : at + length] = [f"I-{kind}"] * length
                marks[at], marks[at + length - 1], size = f"B-{kind}", f"E-{kind}", length
                break
        at += size
    return marks


def by(names: Mapping[str, str]) -> Callable[[int, Sequence[Token]], list[str]]:
    """Marks of names that are known, whatever the text."""
    return lambda _text, tokens: marked(tokens, lambda name: names.get(name, ""))


# Facts of tokens (offset, fact) that are looked at together, beside the windows.
_TOGETHER: tuple[tuple[tuple[int, int], ...], ...] = (
    ((0, _WORD), (0, _SPOT)),
    ((-1, _WORD), (0, _SPOT), (0, _SELF)),
    ((1, _WORD), (0, _SPOT), (0, _SELF)),
    ((0, _CLASS), (0, _SPOT)),
    ((-1, _CLASS), (0, _CLASS), (0, _SPOT)),
    ((0, _CLASS), (1, _CLASS), (0, _SPOT)),
    ((-1, _CLASS), (0, _CLASS), (1, _CLASS), (0, _SPOT)),
    ((-1, _SPOT), (0, _SPOT), (1, _SPOT)),
    ((0, _TAIL), (0, _SPOT), (0, _CLASS)),
    ((-1, _TAIL), (0, _SPOT), (0, _TAIL)),
    ((0, _AHEAD), (0, _STEPS)),
    ((0, _AHEAD), (0, _STEPS), (0, _SELF)),
    ((0, _AHEAD), (0, _FARTHER), (0, _STEPS)),
    ((0, _BEHIND), (0, _SINCE)),
    ((0, _BEHIND), (0, _SINCE), (0, _AHEAD), (0, _STEPS)),
    ((0, _BEHIND), (0, _AHEAD)),
    ((0, _BEHIND), (0, _SELF), (1, _SELF)),
    ((0, _AGAIN),),
    ((0, _AGAIN), (0, _AHEAD), (0, _STEPS)),
    ((0, _AGAIN), (0, _SPOT), (0, _CLASS)),
    ((0, _NAME),),
    ((0, _NAME), (-1, _NAME)),
    ((0, _NAME), (1, _NAME)),
    ((0, _NAME), (0, _AGAIN)),
    ((0, _NAME), (0, _SELF)),
    ((-1, _NAME), (0, _SELF)),
    ((1, _NAME), (0, _SELF)),
    ((0, _PLACE),),
    ((0, _PLACE), (0, _SELF)),
    ((0, _VALUE), (1, _SELF)),
    ((0, _VALUE), (-1, _SELF)),
)


def _combined(facts: Codes, inner: NDArray[np.int64]) -> Codes:
    plans = [tuple((offset, _SELF) for offset in window) for window in WINDOWS]
    plans += _TOGETHER
    found = np.empty((len(inner), len(plans)), dtype=np.uint64)
    for number, plan in enumerate(plans):
        mixed: Any = np.full(len(inner), number + 1, dtype=np.uint64) * _TWIST
        for offset, fact in plan:
            mixed = (mixed ^ facts[inner + offset, fact]) * _MIX
            mixed ^= mixed >> np.uint64(31)
        found[:, number] = mixed
    return found
