"""Messages as sparse rows, one matrix per part of the message. Pure.

Characters: a message is read in parts that overlap: its title, its head (the title and the first
words), its end (where the wish stands) and the whole. Every run of one to four characters falls
into one of ``SLOTS`` columns; one pass of numpy reads many messages at once. Words and pairs of
words (see :mod:`.cutting`) fall into the same slots, as parts of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiying.insights.rules.cutting import BROKEN, codes
from huiying.insights.rules.letters import Letter
from huiying.lib.text import simple_characters

FIELDS = ("title", "head", "end", "whole", "title_words", "words")
HEAD, END = 100, 150  # characters of the body
LONGEST = 4  # characters of a run
BITS = 22
SLOTS = 1 << BITS
CHUNK = 4_000  # messages read in one pass: keeps the working memory near 300 MB
READ = 3_000  # characters of a body that are read: what is meant is said by then

Matrix = Any  # scipy.sparse.csr_matrix of float32
_MIX, _ADD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ZERO = ord("0")
_DAMPED = (1 + np.log(np.maximum(np.arange(2 * READ), 1))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Grams:
    """Occurrences of runs: whose message, which slot, in which parts (bit i is FIELDS[i])."""

    count: int  # of messages
    owner: NDArray[np.int32]
    slot: NDArray[np.int32]
    parts: NDArray[np.uint8]


@cache
def _plain() -> NDArray[np.uint32]:
    """Each character as its comparable twin; 0 for what is no part of a word."""
    simple = simple_characters()
    table = np.zeros(0x110000, dtype=np.uint32)
    for code in range(0x10000):
        one = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(one) == 1 and one.isalnum():
            table[code] = _ZERO if one.isdigit() else simple.get(ord(one), ord(one))
    table[0x20000:0x40000] = np.arange(0x20000, 0x40000, dtype=np.uint32)
    return table


def _characters(messages: Sequence[Letter]) -> tuple[NDArray[Any], ...]:
    """Comparable code points of all messages, whose they are, and their parts."""
    bodies = [m.body[:READ] for m in messages]
    texts = [f"{m.title}\n{body}\n" for m, body in zip(messages, bodies, strict=True)]
    joined = "".join(texts).encode("utf-32-le", "replace")
    signs = _plain()[np.frombuffer(joined, dtype=np.uint32)]
    size = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    first = np.cumsum(size) - size
    titles = np.fromiter((len(m.title) for m in messages), dtype=np.int64, count=len(texts))
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), size)
    at = np.arange(len(signs)) - np.repeat(first, size)
    parts = np.full(len(signs), 8, dtype=np.uint8)
    parts |= at < np.repeat(titles, size)
    parts |= (at < np.repeat(titles + 1 + HEAD, size)).astype(np.uint8) << 1
    body_end = (at >= np.repeat(np.maximum(size - 1 - END, titles + 1), size)).astype(np.uint8)
    parts |= body_end << 2
    number = signs == _ZERO
    keep = ~(number & np.concatenate([[False], number[:-1]]))  # 2019 and 5 are both a number
    return signs[keep], owner[keep], parts[keep]


def grams(messages: Sequence[Letter]) -> Grams:
    """All runs of one to ``LONGEST`` characters inside words."""
    signs, owner, parts = _characters(messages)
    wide = signs.astype(np.uint64)
    word = signs > 0
    mixed = np.full(len(signs), np.uint64(0x165667B19E3779F9))
    good = np.ones(len(signs), dtype=bool)
    found: list[tuple[NDArray[Any], ...]] = []
    for size in range(1, LONGEST + 1):
        stop = max(len(signs) - size + 1, 0)
        mixed = (mixed[:stop] ^ wide[size - 1 :]) * _MIX + _ADD
        mixed ^= mixed >> np.uint64(29)
        good = good[:stop] & word[size - 1 :]
        at = np.flatnonzero(good)
        slot = ((mixed[at] * _MIX) >> np.uint64(64 - BITS)).astype(np.int32)
        found.append((owner[at], slot, parts[at] & parts[at + size - 1]))
    owners, slots, bits = (np.concatenate(column) for column in zip(*found, strict=True))
    return Grams(len(messages), owners, slots, bits)


def runs(messages: Sequence[Letter]) -> Grams:
    """All runs of characters, words and pairs of words."""
    signs, words = grams(messages), worded(messages)
    return Grams(
        len(messages),
        np.concatenate([signs.owner, words.owner]),
        np.concatenate([signs.slot, words.slot]),
        np.concatenate([signs.parts, words.parts]),
    )


def worded(messages: Sequence[Letter]) -> Grams:
    """All words and pairs of neighbouring words; the sign between two words parts them."""
    texts = [text for message in messages for text in (message.title, message.body[:READ])]
    wide = codes(texts)
    breaks = wide == BROKEN
    text = np.cumsum(breaks) - breaks  # two a message: its title and its body
    owner = (text >> 1).astype(np.int32)
    parts = np.where(text & 1, 32, 48).astype(np.uint8)
    wide[breaks] = 0
    word = wide > 0
    pair = (owner[1:] == owner[:-1]) & word[1:] & word[:-1]
    both = word_slots(wide[:-1][pair], wide[1:][pair])
    return Grams(
        len(messages),
        np.concatenate([owner[word], owner[1:][pair]]),
        np.concatenate([word_slots(wide[word]), both]),
        np.concatenate([parts[word], (parts[1:] & parts[:-1])[pair]]),
    )


def word_slots(first: NDArray[np.uint64], *more: NDArray[np.uint64]) -> NDArray[np.int32]:
    """The slots of words given by their CRC-32, or of pairs of words."""
    mixed = (first ^ np.uint64(0x51ED270B)) * _MIX
    for other in more:
        mixed = ((mixed ^ (mixed >> np.uint64(29))) + other) * _MIX
    mixed ^= mixed >> np.uint64(31)
    return ((mixed * _ADD) >> np.uint64(64 - BITS)).astype(np.int32)


def spread(messages: Sequence[Letter]) -> NDArray[np.int64]:
    """In how many of the messages each slot occurs; shape (SLOTS,)."""
    counts = np.zeros(SLOTS, dtype=np.int64)
    for start in range(0, len(messages), CHUNK):
        read = runs(messages[start : start + CHUNK])
        keys = (read.owner.astype(np.int64) << BITS) | read.slot
        keys.sort()
        fresh = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
        counts += np.bincount(fresh & (SLOTS - 1), minlength=SLOTS)
    return counts


def rows(read: Grams, column: NDArray[np.int32], width: int) -> list[Matrix]:
    """How often (1 + ln n) each known run stands in each part of each message.

    ``column`` gives a slot's column or -1; of each of ``FIELDS`` a matrix of ``read.count`` rows
    and ``width`` columns.
    """
    columns = column[read.slot]
    known = columns >= 0
    keys = read.owner[known].astype(np.int64) << 32
    keys |= columns[known].astype(np.int64) << 8
    keys |= read.parts[known]
    keys.sort()  # once for all parts: what is left of a sorted row is sorted
    parts = [keys[(keys >> part) & 1 == 1] >> 8 for part in range(len(FIELDS))]
    return [_part(part, read.count, width) for part in parts]


def _part(keys: NDArray[np.int64], count: int, width: int) -> Matrix:
    fresh = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
    times = np.diff(np.concatenate([fresh, [len(keys)]]))
    keys = keys[fresh]
    starts = np.concatenate([[0], np.cumsum(np.bincount(keys >> 24, minlength=count))])
    data = _DAMPED[np.minimum(times, len(_DAMPED) - 1)]
    indices = (keys & 0xFFFFFF).astype(np.int32)
    return sparse.csr_matrix((data, indices, starts), shape=(count, width))
