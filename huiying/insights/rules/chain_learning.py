"""Learning a chain from annotated texts: the likelihood climbed step by step (AdaGrad). Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiying.insights.rules import clues
from huiying.insights.rules.chain import NEVER, Chain, Floats, moves, places
from huiying.insights.rules.clues import Token
from huiying.insights.rules.coarse import Part

OFTEN = 2  # tokens at which a clue must stand
EPOCHS, BATCH, RATE, SHRINK, DROP = 14, 24, 0.15, 1e-5, 0.2
CLIMBS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A comparable text and its parts, which cover it without gaps."""

    text: str
    parts: tuple[Part, ...]


def learn(
    examples: Sequence[Example],
    naming: Callable[[str], bool],
    *,
    epochs: int = EPOCHS,
    climbs: int = CLIMBS,
    tell: Callable[[int], None] = lambda _epoch: None,
) -> Chain:
    """Learns from examples; ``naming`` says of which kinds names are remembered, ``tell`` hears of
    each epoch that ends. The weights are the mean of several climbs, each looking away from other
    clues: together they are right more often than any."""
    many = [clues.tokens_of(one.text) for one in examples]
    said = [_labels(tokens, one.parts) for tokens, one in zip(many, examples, strict=True)]
    labels = tuple(sorted({label for row in said for label in row}))
    number = {label: at for at, label in enumerate(labels)}
    names = _Names(examples, naming)
    found = clues.clues([one.text for one in examples], names.others)
    keys, times = np.unique(found, return_counts=True)
    keys = keys[times >= OFTEN]
    rows = places(keys, found)
    sizes = np.array([len(tokens) for tokens in many])
    gold = np.array([number[label] for row in said for label in row])
    lessons = list(_lessons(rows, gold, sizes))
    emit, move = np.zeros((len(keys) + 1, len(labels)), np.float32), 0 * moves(labels)
    for seed in range(climbs):
        climb = _Climb(len(keys), labels)
        chance = np.random.default_rng(seed)
        for epoch in range(epochs):
            rate = RATE * (1 - epoch / epochs) ** 0.5
            for at in chance.permutation(len(lessons)):
                climb.step(lessons[at], rate, chance)
            tell(seed * epochs + epoch + 1)
        emit += climb.weights() / climbs
        move += climb.move / climbs
    return Chain(labels, keys, emit, move, names.known())


def _labels(tokens: Sequence[Token], parts: Sequence[Part]) -> list[str]:
    """B-x or I-x of each token; a token belongs to the part in which it begins."""
    found = []
    at, began = 0, False
    for token in tokens:
        while parts[at][1] <= token.start:
            at, began = at + 1, False
        found.append(f"{'I' if began else 'B'}-{parts[at][2]}")
        began = True
    return found


class _Names:
    """Names of the examples, each with the kinds it was given and how often."""

    def __init__(self, examples: Sequence[Example], naming: Callable[[str], bool]) -> None:
        self._own = [
            [(one.text[a:b], kind) for a, b, kind in one.parts if naming(kind) and b - a > 1]
            for one in examples
        ]
        self._use: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for own in self._own:
            for name, kind in own:
                self._use[name][kind] += 1

    def others(self, text: int, tokens: Sequence[Token]) -> list[str]:
        """Marks by the names of all other examples: what a new text would meet."""
        own = Counter(self._own[text])

        def kind_of(name: str) -> str:
            use = self._use.get(name)
            if use is None:
                return ""
            left = [(n - own[name, kind], kind) for kind, n in use.items()]
            most, kind = max(left)
            return kind if most > 0 else ""

        return clues.marked(tokens, kind_of)

    def known(self) -> dict[str, str]:
        return {name: max((n, kind) for kind, n in use.items())[1]
                for name, use in self._use.items()}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Texts of one length: no padding, hence no masks."""

    rows: NDArray[np.int64]  # (texts × steps, clues)
    gold: NDArray[np.int64]  # (texts, steps)


def _lessons(
    rows: NDArray[np.int64], gold: NDArray[np.int64], sizes: NDArray[np.int64]
) -> Iterator[_Lesson]:
    firsts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]).tolist():
        same = firsts[sizes == size]
        for start in range(0, len(same), BATCH):
            at = same[start : start + BATCH, None] + np.arange(size)
            yield _Lesson(rows[at.ravel()], gold[at])


class _Climb:
    """Weights while learning, with AdaGrad's sums of squares."""

    def __init__(self, count: int, labels: Sequence[str]) -> None:
        self.emit = np.zeros((count + 1, len(labels)), dtype=np.float32)
        self.move = moves(labels)
        self._begins = self.move.min(axis=0) <= NEVER
        self._squares = np.full((count + 1, 1), 1e-2, dtype=np.float32)
        self._move_squares = np.full(self.move.shape, 1e-2, dtype=np.float32)

    def weights(self) -> Floats:
        self.emit[-1] = 0
        return self.emit

    def step(self, lesson: _Lesson, rate: float, chance: np.random.Generator) -> None:
        """One step up the likelihood of a batch; every fifth clue is looked away from."""
        texts, steps = lesson.gold.shape
        seen, inverse = np.unique(lesson.rows, return_inverse=True)
        taken = _table(inverse.reshape(lesson.rows.shape), len(seen), chance)
        score = (taken @ self.emit[seen]).reshape(texts, steps, -1)
        score[:, 0, self._begins] = NEVER
        marginals, pairs = _expected(score, self.move)
        wrong = -marginals
        np.put_along_axis(
            wrong,
            lesson.gold[..., None],
            np.take_along_axis(wrong, lesson.gold[..., None], 2) + 1,
            2,
        )
        ways = -pairs
        np.add.at(ways, (lesson.gold[:, :-1].ravel(), lesson.gold[:, 1:].ravel()), 1)
        self._move_squares += ways**2
        self.move += (rate * ways / np.sqrt(self._move_squares)).astype(np.float32)
        slope = np.asarray(taken.T @ wrong.reshape(texts * steps, -1), dtype=np.float32)
        slope -= SHRINK * self.emit[seen]
        self._squares[seen] += (slope**2).mean(axis=1, keepdims=True) * 4
        self.emit[seen] += rate * slope / np.sqrt(self._squares[seen])
        self.emit[-1] = 0


def _table(which: NDArray[np.int64], count: int, chance: np.random.Generator) -> Any:
    """A sparse row of clues for each token; the clues that are kept weigh a little more."""
    kept = chance.random(which.size, dtype=np.float32) >= DROP
    data = kept.astype(np.float32) / np.float32(1 - DROP)
    starts = np.arange(len(which) + 1) * which.shape[1]
    return sparse.csr_matrix((data, which.ravel(), starts), shape=(len(which), count))


def _expected(score: Floats, move: Floats) -> tuple[Floats, Floats]:
    """Each token's label chances, and the expected moves summed over a batch (scaled sums)."""
    steps = score.shape[1]
    step_up = np.exp(move)
    here = np.exp(score - score.max(axis=2, keepdims=True))
    forward = np.empty_like(here)
    forward[:, 0] = here[:, 0] / here[:, 0].sum(axis=1, keepdims=True)
    for at in range(1, steps):
        now = (forward[:, at - 1] @ step_up) * here[:, at]
        forward[:, at] = now / np.maximum(now.sum(axis=1, keepdims=True), 1e-30)
    behind = np.ones_like(here[:, 0])
    marginals = np.empty_like(here)
    marginals[:, -1] = forward[:, -1]
    pairs = np.zeros_like(move)
    for at in range(steps - 2, -1, -1):
        ahead = here[:, at + 1] * behind
        whole = np.maximum(((forward[:, at] @ step_up) * ahead).sum(axis=1, keepdims=True), 1e-30)
        pairs += step_up * ((forward[:, at] / whole).T @ ahead)
        behind = ahead @ step_up.T
        behind /= np.maximum(behind.max(axis=1, keepdims=True), 1e-30)
        now = forward[:, at] * behind
        marginals[:, at] = now / np.maximum(now.sum(axis=1, keepdims=True), 1e-30)
    return marginals, pairs
