"""Messages into groups by average linkage, computed only where groups can meet.

Two groups become one when the mean likelihood over (a sample of) their pairs reaches
:data:`JOIN` and each is the other's best. Groups that grew are then compared by a few of their
members with groups far away in the file, until nothing more joins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from huiying.insights.rules import candidates
from huiying.insights.rules.pairs import Floats, Measures, Places, likelihood
from huiying.lib.engines import HERE, Engine

JOIN = 0.13  # mean likelihood from which two groups are one problem
WORTH = 0.08  # likelihood from which a pair lets its groups be compared
SAMPLE = 6  # members of a group that speak for it in a comparison
ROUNDS = 40
PASSES = 4


class Groups:
    """Who is with whom; ``of[row]`` is a group's number, ``members[number]`` its rows."""

    def __init__(self, count: int) -> None:
        self.of: Places = np.arange(count, dtype=np.int64)
        self.members: dict[int, list[int]] = {}

    def rows(self, group: int) -> list[int]:
        return self.members.get(group, [group])

    def speakers(self, group: int, most: int = SAMPLE) -> list[int]:
        """A few rows evenly out of all."""
        rows = self.rows(group)
        if len(rows) <= most:
            return rows
        return [rows[at * (len(rows) - 1) // (most - 1)] for at in range(most)]

    def join(self, first: int, second: int) -> int:
        """Makes one group of two; it keeps the smaller number."""
        kept, gone = min(first, second), max(first, second)
        together = sorted(self.rows(kept) + self.rows(gone))
        self.members.pop(gone, None)
        self.members[kept] = together
        self.of[together] = kept
        return kept


def group(of: Measures, engine: Engine = HERE) -> Groups:
    """Groups the rows of ``of``."""
    groups = Groups(len(of.views))
    rows: Places = np.arange(len(of.views), dtype=np.int64)
    for _ in range(PASSES):
        before = len(groups.members)
        joined = _settle(of, groups, *candidates.pairs(of, rows, engine), engine)
        if not joined:
            break
        grown = [n for n, members in groups.members.items() if len(members) > 2]
        rows = np.unique([row for n in grown for row in groups.speakers(n, 3)]).astype(np.int64)
        if len(rows) < 2 or before == len(groups.members) == 0:
            break
    return groups


def _settle(of: Measures, groups: Groups, first: Places, second: Places, engine: Engine) -> int:
    likely = likelihood(of, first, second, engine)
    worth = likely >= WORTH
    first, second = first[worth], second[worth]
    known: dict[tuple[int, int], float] = {}
    joined = 0
    for _ in range(ROUNDS):
        edges = _between(groups, first, second)
        if not len(edges):
            break
        means = _means(of, groups, edges, known, engine)
        chosen = _mutual(edges, means)
        if not chosen:
            break
        touched = set()
        for a, b in chosen:
            touched |= {a, b, groups.join(a, b)}
        joined += len(chosen)
        known = {e: m for e, m in known.items() if not touched.intersection(e)}
    return joined


def _between(groups: Groups, first: Places, second: Places) -> Places:
    a, b = groups.of[first], groups.of[second]
    apart = a != b
    edges = np.stack([np.minimum(a[apart], b[apart]), np.maximum(a[apart], b[apart])], axis=1)
    return np.unique(edges, axis=0)


def _means(
    of: Measures,
    groups: Groups,
    edges: Places,
    known: dict[tuple[int, int], float],
    engine: Engine,
) -> Floats:
    fresh = [(int(a), int(b)) for a, b in edges if (int(a), int(b)) not in known]
    left: list[int] = []
    right: list[int] = []
    sizes: list[int] = []
    for a, b in fresh:
        ours, theirs = groups.speakers(a), groups.speakers(b)
        left += [row for row in ours for _ in theirs]
        right += theirs * len(ours)
        sizes.append(len(ours) * len(theirs))
    if fresh:
        likely = likelihood(of, np.array(left), np.array(right), engine)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        means = np.add.reduceat(likely, starts) / np.array(sizes)
        known.update(zip(fresh, means.tolist(), strict=True))
    return np.array([known[int(a), int(b)] for a, b in edges], dtype=np.float32)


def _mutual(edges: Places, means: Floats) -> Sequence[tuple[int, int]]:
    best: dict[int, tuple[float, int]] = {}
    for (a, b), mean in zip(edges.tolist(), means.tolist(), strict=True):
        if mean >= JOIN:
            best[a] = max(best.get(a, (0.0, 0)), (mean, -b))
            best[b] = max(best.get(b, (0.0, 0)), (mean, -a))
    return [(a, -other) for a, (_, other) in best.items() if a < -other and best[-other][1] == -a]
