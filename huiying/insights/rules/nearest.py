"""The earlier cases most like a message, by the rare words they share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

RARE = 200  # a word in more cases than this finds too many
LEAST = 0.12  # likeness below which a case is no neighbour

Matrix = Any


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier case and how like it is, from 0 to 1."""

    ident: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each column the cases that have it: those from ``starts[c]`` to ``starts[c + 1]``."""

    idents: tuple[str, ...]
    starts: NDArray[np.int32]
    cases: NDArray[np.int32]
    values: NDArray[np.float32]

    @classmethod
    def none(cls) -> Self:
        empty = np.zeros(0, dtype=np.int32)
        return cls((), np.zeros(1, dtype=np.int32), empty, empty.astype(np.float32))

    @classmethod
    def of(cls, rows: Matrix, idents: Sequence[str]) -> Self:
        """``rows``: weighted rows of length one (cases, columns)."""
        turned = rows.tocsc()
        size = np.diff(turned.indptr)
        kept = np.repeat((size > 0) & (size <= RARE), size)
        count = np.where(size <= RARE, size, 0)
        starts = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
        return cls(
            tuple(idents),
            starts,
            turned.indices[kept].astype(np.int32),
            turned.data[kept].astype(np.float32),
        )

    def to(self, row: Matrix, count: int) -> tuple[Earlier, ...]:
        """The cases nearest to one weighted row, the most like first."""
        if not self.idents:
            return ()
        likeness = np.zeros(len(self.idents), dtype=np.float32)
        for column, value in zip(row.indices.tolist(), row.data.tolist(), strict=True):
            part = slice(self.starts[column], self.starts[column + 1])
            likeness[self.cases[part]] += self.values[part] * value
        best = np.argsort(-likeness)[:count]
        return tuple(
            Earlier(self.idents[at], round(min(float(likeness[at]), 1.0), 4))
            for at in best.tolist()
            if likeness[at] >= LEAST
        )
