"""Which messages are worth comparing: those that share rare n-grams. Cost grows with the file.

Every message keeps its rarest n-grams as keys. A key that very many share is cut into stretches
of neighbours, so that no key costs more than its length times :data:`STRETCH`; what falls into
different stretches meets again when whole groups are compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huiying.insights.rules import grams
from huiying.insights.rules.grams import Matrix
from huiying.insights.rules.pairs import Measures, Places
from huiying.lib.engines import HERE, Engine

KEYS = 28  # n-grams a message is found by
STRETCH = 96
NEIGHBOURS = 14
CHUNK = 4_000


def keys(of: Measures, rows: Places) -> Matrix:
    """A matrix of the rows' keys, weighted; names weigh more than other rare words."""
    views, weights = of.views, of.weights
    weighted = (views.head[rows] + views.name_head[rows]).tocsr().astype(np.float32)
    use = np.bincount(views.head.indices, minlength=grams.WIDTH)
    worth = np.where(use > 1, weights.rare, 0).astype(np.float32)
    weighted.data *= worth[weighted.indices]
    lengths = np.diff(weighted.indptr)
    owner = np.repeat(np.arange(len(rows)), lengths)
    order = np.lexsort((-weighted.data, owner))
    rank = np.arange(len(order)) - np.repeat(weighted.indptr[:-1], lengths)
    kept = order[(rank < KEYS) & (weighted.data[order] > 0)]
    shape = (len(rows), grams.WIDTH)
    found = (weighted.data[kept], (owner[kept], weighted.indices[kept]))
    return sparse.csr_matrix(found, shape=shape)


def pairs(of: Measures, rows: Places, engine: Engine = HERE) -> tuple[Places, Places]:
    """Pairs among the given rows that may speak of one problem; each once, first < second."""
    table = _stretched(keys(of, rows))
    count = len(rows)
    found = list(engine.run(_near, (table, table.T.tocsr()), range(0, count, CHUNK)))
    both = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return rows[both // count], rows[both % count]


def _near(tables: tuple[Matrix, Matrix], start: int) -> NDArray[np.int64]:
    table, turned = tables
    return _nearest(table[start : start + CHUNK] @ turned, start, table.shape[0])


def _stretched(table: Matrix) -> Matrix:
    columns = table.tocsc()
    uses = np.diff(columns.indptr)
    rank = np.arange(columns.nnz) - np.repeat(columns.indptr[:-1], uses)
    pieces = np.maximum(-(-uses // STRETCH), 1)
    base = np.concatenate([[0], np.cumsum(pieces)[:-1]])
    column = np.repeat(base, uses) + rank // STRETCH
    shape = (table.shape[0], int(pieces.sum()))
    return sparse.csr_matrix((columns.data, (columns.indices, column)), shape=shape)


def _nearest(likeness: Matrix, start: int, count: int) -> NDArray[np.int64]:
    lengths = np.diff(likeness.indptr)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int64) + start, lengths)
    other = likeness.indices.astype(np.int64)
    apart = owner != other
    owner, other, worth = owner[apart], other[apart], likeness.data[apart]
    order = np.lexsort((other, -worth, owner))
    owner, other = owner[order], other[order]
    first = np.searchsorted(owner, owner)
    kept = np.arange(len(owner)) - first < NEIGHBOURS
    low = np.minimum(owner[kept], other[kept])
    high = np.maximum(owner[kept], other[kept])
    return np.unique(low * count + high)
