"""A linear-chain conditional random field: the likeliest row of labels for a row of tokens. Pure.

Labels are B-x and I-x: a part of kind x begins, goes on. (Lafferty, McCallum, Pereira 2001.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiying.insights.rules import clues
from huiying.insights.rules.clues import Codes, Token
from huiying.insights.rules.coarse import Part

NEVER = -1e4  # the weight of a move that cannot be: I-x follows only B-x or I-x
AT_ONCE = 256  # texts decoded in one pass

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Chain:
    """What was learned. ``keys``: clues, sorted, (clues,); ``emit``: (clues + 1, labels), the last
    row zero for clues that were never seen; ``move``: (labels, labels), from row to column;
    ``names``: kinds of names that are known."""

    labels: tuple[str, ...]
    keys: Codes
    emit: Floats
    move: Floats
    names: Mapping[str, str]

    def parts(self, texts: Sequence[str]) -> list[list[Part]]:
        """The parts of each comparable text, in order, without gaps."""
        found: list[list[Part]] = []
        for start in range(0, len(texts), AT_ONCE):
            found += self._parts(texts[start : start + AT_ONCE])
        return found

    def _parts(self, texts: Sequence[str]) -> list[list[Part]]:
        many = [clues.tokens_of(text) for text in texts]
        rows = places(self.keys, clues.clues(texts, clues.by(self.names)))
        scores = self.emit[rows].sum(axis=1, dtype=np.float32)
        sizes = np.array([len(tokens) for tokens in many], dtype=np.int64)
        paths = _best(scores, sizes, self.move)
        return [
            list(joined(tokens, [self.labels[at] for at in path]))
            for tokens, path in zip(many, paths, strict=True)
        ]


def places(keys: Codes, wanted: Codes) -> NDArray[np.int64]:
    """Where each clue stands among sorted keys; ``len(keys)`` for one that is not there."""
    at = np.searchsorted(keys, wanted)
    inside = np.minimum(at, max(len(keys) - 1, 0))
    known = (keys[inside] == wanted) if len(keys) else np.zeros(wanted.shape, dtype=bool)
    return np.where(known, inside, len(keys))


def moves(labels: Sequence[str]) -> Floats:
    """Weights of moves before learning: 0, ``NEVER`` for what cannot be."""
    table = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for at, label in enumerate(labels):
        if label[0] == "I":
            for before, other in enumerate(labels):
                if other[2:] != label[2:]:
                    table[before, at] = NEVER
    return table


def joined(tokens: Sequence[Token], labels: Sequence[str]) -> Iterator[Part]:
    """The parts that a row of labels tells."""
    start, end, kind = -1, -1, ""
    for token, label in zip(tokens, labels, strict=True):
        if label[0] != "I" or label[2:] != kind:
            if start >= 0:
                yield start, end, kind
            start, kind = token.start, label[2:]
        end = token.end
    if start >= 0:
        yield start, end, kind


def _best(scores: Floats, sizes: NDArray[np.int64], move: Floats) -> list[list[int]]:
    """Viterbi's way through each text; ``scores``: (tokens of all texts, labels)."""
    count, longest, labels = len(sizes), int(sizes.max(initial=0)), scores.shape[1]
    padded = np.zeros((count, longest, labels), dtype=np.float32)
    inside = np.arange(longest)[None, :] < sizes[:, None]
    padded[inside] = scores
    if longest:
        begins = move.min(axis=0) <= NEVER  # nothing begins in the midst of a part
        padded[:, 0, begins] = NEVER
    back = np.zeros((count, longest, labels), dtype=np.int16)
    best = padded[:, 0].copy() if longest else padded.reshape(count, -1)
    for step in range(1, longest):
        ways: Any = best[:, :, None] + move
        back[:, step] = ways.argmax(axis=1)
        now = np.take_along_axis(ways, back[:, step, None].astype(np.int64), 1)[:, 0]
        best = np.where(inside[:, step, None], now + padded[:, step], best)
    found = []
    for text, size in enumerate(sizes.tolist()):
        path = [int(best[text].argmax())] if size else []
        for step in range(size - 1, 0, -1):
            path.append(int(back[text, step, path[-1]]))
        found.append(path[::-1])
    return found
