"""Texts as sparse rows of character n-grams: one pass of numpy over many texts at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BITS = 21
WIDTH = 1 << BITS
CHUNK = 20_000  # texts per pass: keeps the working memory near 200 MB
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PLANE = 0x110000

Matrix = Any  # scipy.sparse.csr_matrix of float32, one row a text, WIDTH columns


def _word_characters() -> NDArray[np.bool_]:
    table = np.zeros(_PLANE, dtype=bool)
    for first, last in ((0x30, 0x39), (0x61, 0x7A), (0x3400, 0x9FFF), (0x20000, 0x3FFFF)):
        table[first : last + 1] = True
    table[0x3007] = True
    return table


_WORD = _word_characters()


def column(gram: str) -> int:
    """The column of one n-gram."""
    return int(_hash([np.array([ord(c)], dtype=np.uint64) for c in gram])[0])


def _hash(characters: Sequence[NDArray[np.uint64]]) -> NDArray[np.int64]:
    mixed = characters[0] + np.uint64(len(characters))
    for more in characters[1:]:
        mixed = (mixed * _MIX) ^ (mixed >> np.uint64(29)) ^ (more * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = mixed * _MIX
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _keys(texts: Sequence[str], sizes: Iterable[int]) -> NDArray[np.int64]:
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    word = _WORD[codes]
    wide = codes.astype(np.uint64)
    found = []
    for size in sizes:
        stop = len(codes) - size + 1
        good = word[:stop].copy()
        for step in range(1, size):
            good &= word[step : stop + step]
        at = np.flatnonzero(good)
        found.append((owner[at] << BITS) | _hash([wide[at + step] for step in range(size)]))
    return np.unique(np.concatenate(found))


def rows(texts: Sequence[str], sizes: Sequence[int] = (2, 3)) -> Matrix:
    """A 0/1 CSR matrix: which n-grams of the given sizes stand in which (normalised) text."""
    columns, counts = [], []
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        keys = _keys(part, sizes) if part else np.zeros(0, dtype=np.int64)
        columns.append((keys & (WIDTH - 1)).astype(np.int32))
        counts.append(np.bincount(keys >> BITS, minlength=len(part)))
    indices = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int32)
    lengths = np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    data = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_matrix((data, indices, starts), shape=(len(texts), WIDTH))
