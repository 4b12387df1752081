"""Suggesting a label for a message, with a probability and the words that speak for it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiying.insights.rules import cutting, fields
from huiying.insights.rules.fields import FIELDS, SLOTS, Matrix
from huiying.insights.rules.letters import Letter
from huiying.insights.rules.nearest import Earlier, Nearest
from huiying.insights.rules.spans import Span

ABSTAIN = 0.5  # below it a suggestion would more often be wrong than right
WORDS = 5  # that speak for a label
CHUNK = 500  # messages judged in one pass: their rows stay in the processor's cache
THREADS = 2
_WORDS = FIELDS.index("words")

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A label, how likely it is, and the words of the message that speak for it."""

    label: str
    chance: float
    words: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The likeliest labels, the best first; the nearest earlier cases of each."""

    choices: tuple[Choice, ...]
    earlier: tuple[Earlier, ...] = ()

    @property
    def abstains(self) -> bool:
        """Whether it is too unsure to name one label."""
        return not self.choices or self.choices[0].chance < ABSTAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One line of many: the best two labels and the words for the best."""

    label: str
    chance: float
    second: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """What was learned. ``slots``: (columns,); ``idf``: (parts, columns);
    ``weights``: (parts, columns, labels); ``bias``: (labels,); ``names``: word of a column."""

    labels: tuple[str, ...]
    slots: NDArray[np.int32]
    idf: Floats
    weights: Floats
    bias: Floats
    names: dict[int, str]
    nearest: Nearest

    @classmethod
    def of(
        cls,
        labels: Sequence[str],
        slots: NDArray[np.int32],
        idf: Floats,
        weights: Floats,
        bias: Floats,
        letters: Sequence[Letter],
        idents: Sequence[str],
    ) -> Self:
        """A model with the words and the nearest cases of what it was learned from."""
        made = cls(tuple(labels), slots, idf, weights, bias.astype(np.float32), {}, Nearest.none())
        seen = {word for one in letters for word in cutting.words(f"{one.title}\n{one.body}")}
        known = sorted(word for word in seen if len(word) > 1)
        columns = made._column[fields.word_slots(cutting.numbers(known))]
        for word, column in zip(known, columns, strict=True):
            if column >= 0 and word not in cutting.EMPTY:
                made.names[int(column)] = word
        rows = [
            made._rows(letters[at : at + CHUNK])[_WORDS] for at in range(0, len(letters), CHUNK)
        ]
        near = Nearest.of(sparse.vstack(rows, format="csr"), idents)
        return cls(made.labels, slots, idf, weights, made.bias, made.names, near)

    @cached_property
    def _column(self) -> NDArray[np.int32]:
        column = np.full(SLOTS, -1, dtype=np.int32)
        column[self.slots] = np.arange(len(self.slots), dtype=np.int32)
        return column

    @cached_property
    def _named(self) -> NDArray[np.bool_]:
        named = np.zeros(len(self.slots), dtype=bool)
        named[list(self.names)] = True
        return named

    def _rows(self, letters: Sequence[Letter]) -> list[Matrix]:
        rows = fields.rows(fields.runs(letters), self._column, len(self.slots))
        return [weigh(row, idf) for row, idf in zip(rows, self.idf, strict=True)]

    def chances(self, letters: Sequence[Letter]) -> Floats:
        """How likely each label is for each message; shape (messages, labels)."""
        parts = [chances for chances, _words in self._all(letters)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)))

    def _all(self, letters: Sequence[Letter]) -> Iterator[tuple[Floats, Matrix]]:
        """Chances and words, chunk by chunk; most of the work lets other threads go on."""
        chunks = [letters[at : at + CHUNK] for at in range(0, len(letters), CHUNK)]
        if len(chunks) > 1:
            with ThreadPoolExecutor(THREADS) as pool:
                yield from pool.map(self._judged, chunks)
        else:
            yield from map(self._judged, chunks)

    def _judged(self, letters: Sequence[Letter]) -> tuple[Floats, Matrix]:
        rows = self._rows(letters)
        logits = self.bias + sum(
            row @ weights for row, weights in zip(rows, self.weights, strict=True)
        )
        return softmax(logits), rows[_WORDS]

    def lines(self, letters: Sequence[Letter]) -> list[Line]:
        """One line for each of many messages."""
        found: list[Line] = []
        for chances, words in self._all(letters):
            order = np.argsort(-chances, axis=1)[:, :2]
            evidence = self._evidence(words, order[:, 0])
            for row, (best, second) in enumerate(order.tolist()):
                found.append(
                    Line(
                        self.labels[best],
                        float(chances[row, best]),
                        self.labels[second],
                        evidence[row],
                    )
                )
        return found

    def _evidence(self, words: Matrix, labels: NDArray[Any]) -> list[tuple[str, ...]]:
        """The words of each row that speak most for its label."""
        owner = np.repeat(np.arange(words.shape[0]), np.diff(words.indptr))
        named = self._named[words.indices]
        owner, columns, data = owner[named], words.indices[named], words.data[named]
        table = self._speaking
        force = data * table[columns, labels[owner]]
        order = np.lexsort((-force, owner))
        owner, columns, force = owner[order], columns[order], force[order]
        first = np.searchsorted(owner, np.arange(words.shape[0] + 1))
        found = []
        for start, end in zip(first[:-1].tolist(), first[1:].tolist(), strict=True):
            top = slice(start, min(end, start + WORDS))
            pairs = zip(columns[top].tolist(), force[top].tolist(), strict=True)
            found.append(tuple(self.names[column] for column, weight in pairs if weight > 0))
        return found

    @cached_property
    def _speaking(self) -> Floats:
        """How much more a word speaks for a label than for the average one."""
        weights = self.weights[_WORDS]
        return np.asarray(weights - weights.mean(axis=1, keepdims=True))

    def suggest(self, letter: Letter, *, top: int = 3, cases: int = 3) -> Suggestion:
        """The likeliest labels of one message, with words and nearest earlier cases."""
        chances, words = self._judged([letter])
        best = np.argsort(-chances[0])[:top]
        text = f"{letter.title}\n{letter.body}"
        choices = []
        for label in best.tolist():
            evidence = self._evidence(words, np.array([label]))[0]
            spans = tuple(span for word in evidence if (span := cutting.where(text, word)))
            choices.append(Choice(self.labels[label], float(chances[0, label]), spans))
        return Suggestion(tuple(choices), self.nearest.to(words, cases))


def weigh(rows: Matrix, idf: Floats) -> Matrix:
    """Rows weighted by how rare each run is, each of length one."""
    data = rows.data * idf[rows.indices]
    owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    length = np.sqrt(np.bincount(owner, weights=data * data, minlength=rows.shape[0]))
    scaled = (data / np.maximum(length, 1e-9)[owner]).astype(np.float32)
    return sparse.csr_matrix((scaled, rows.indices, rows.indptr), shape=rows.shape)


def softmax(logits: Floats) -> Floats:
    """Probabilities from log-odds; rows add up to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
