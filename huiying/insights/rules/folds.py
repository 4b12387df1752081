"""Near-duplicates kept together, so that nothing is judged by its own copy. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FOLDS = 5
LIKE = 0.5  # cosine of the rare runs of two messages from which they are near-duplicates
RARE = 40  # a run in more messages than this tells no pair apart
ROWS = 1_000


def alike(whole: Any) -> NDArray[np.int64]:
    """The group of each message: those linked by near-duplicates have one number.

    ``whole``: weighted rows (messages, columns), CSR. Only runs of 2 to ``RARE`` messages count.
    """
    spread = np.bincount(whole.indices, minlength=whole.shape[1])
    rare = whole[:, (spread >= 2) & (spread <= RARE)]
    length = np.sqrt(np.asarray(whole.multiply(whole).sum(axis=1)).ravel())
    unit = sparse.diags(1 / np.maximum(length, 1e-9)) @ rare
    turned = unit.T.tocsr()
    links = []
    for start in range(0, unit.shape[0], ROWS):
        near = unit[start : start + ROWS] @ turned
        near.data[near.data < LIKE] = 0
        near.eliminate_zeros()
        links.append(near)
    _, groups = sparse.csgraph.connected_components(sparse.vstack(links), directed=False)
    return np.asarray(groups, dtype=np.int64)


def deal(groups: NDArray[np.int64], labels: NDArray[Any], seed: int = 0) -> NDArray[np.int64]:
    """The fold of each message: whole groups, each label spread evenly over the folds.

    A chain of likenesses that holds more than half a fold is no group: its messages are dealt
    one by one.
    """
    members = defaultdict(list)
    for at, group in enumerate(groups):
        members[int(group)].append(at)
    most = max(len(groups) // (2 * FOLDS), 1)
    packs: list[list[int]] = []
    for key in sorted(members):
        one = members[key]
        packs += [one] if len(one) <= most else [[at] for at in one]
    order = np.random.default_rng(seed).permutation(len(packs))
    packs = sorted((packs[at] for at in order), key=len, reverse=True)
    load = np.zeros((FOLDS, int(labels.max()) + 1))
    fold = np.zeros(len(groups), dtype=np.int64)
    for pack in packs:
        label = int(labels[pack[0]])
        best = int(np.lexsort((load.sum(axis=1), load[:, label]))[0])
        fold[pack] = best
        np.add.at(load[best], labels[pack], 1)
    return fold
