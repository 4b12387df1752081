"""Texts cut into words, and each word as a number that stays the same everywhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import cast
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from huiying.insights.rules.spans import Span
from huiying.lib.text import simplify

# Words that say nothing about what a message is about, so never shown as a reason.
_EMPTY = """
我们 你们 他们 您好 你好 尊敬 领导 谢谢 感谢 希望 请问 什么 怎么 为什么 是否 可以 能否 没有 因为
所以 但是 如果 现在 一个 这个 那个 这些 这样 就是 还是 不是 已经 进行 问题 情况 书记 市长 本人
关于 反映 投诉 咨询 建议 求助 举报 the and for that this with have from please
"""
EMPTY = frozenset(_EMPTY.split())

BREAK = "\0"  # parts texts that are cut together
BROKEN = 1 << 40  # its number: no word has it
_MOST = 400_000  # words remembered: a few dozen megabytes


class _Codes(dict[str, int]):
    """Word → CRC-32 of its comparable form; 0 for signs. Remembers, within bounds."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST:
            self.clear()
        code = crc32(comparable(word).encode("utf-8", "replace")) if word.isalnum() else 0
        if word == BREAK:
            code = BROKEN
        self[word] = code
        return code


_CODES = _Codes()


@cache
def _cut() -> Callable[[str], Iterable[str]]:
    import rjieba  # noqa: PLC0415  only who cuts texts pays 30 MB for its dictionary

    return cast("Callable[[str], Iterable[str]]", rjieba.cut)


def comparable(word: str) -> str:
    """Lower case, simplified, every number as 0."""
    return "0" if word.isdigit() else simplify(word.lower())


def codes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The words of many texts as numbers, in order; 0 where a sign parts two words, ``BROKEN``
    after each text."""
    joined = "".join(f"{text.replace(BREAK, ' ')}{BREAK}" for text in texts)
    return np.array([_CODES[word] for word in _cut()(joined)], dtype=np.uint64)


def words(text: str) -> list[str]:
    """The words of a text in comparable form, without signs."""
    return [comparable(word) for word in _cut()(text) if word.isalnum()]


def numbers(many: Sequence[str]) -> NDArray[np.uint64]:
    """Comparable words as the numbers that :func:`codes` gives them."""
    return np.array([crc32(word.encode("utf-8", "replace")) for word in many], dtype=np.uint64)


def where(text: str, word: str) -> Span | None:
    """Where a comparable word first stands in a text as it was written."""
    at = simplify(text.lower()).find(word) if len(text.lower()) == len(text) else -1
    return Span(at, at + len(word), text[at : at + len(word)], "evidence") if at >= 0 else None
