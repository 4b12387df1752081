"""How likely two messages speak of one problem: the same matter at the same place or subject.

Place and matter are measured apart, then together: the same words at two places are two problems,
and so are two grievances at one place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiying.insights.rules.grams import Matrix
from huiying.insights.rules.views import Views, Weights
from huiying.lib.engines import HERE, Engine

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
SHORT_NAME = 6.0  # weight below which a name alone proves little
COPIED = 0.9  # cosine of the common words from which two letters are one text
CHUNK = 40_000  # pairs compared at once

FEATURES = (
    "common", "name", "name_weak", "matter", "matter_head", "head_matter", "number_conflict",
    "matter_conflict", "name_conflict", "place_swapped",
)  # fmt: skip
# Weights of a logistic model that may only add for likeness and subtract for conflict, learned
# from some 1,800 letters grouped by reading; none of it is bound to a place. The last is set by
# hand: too few letters are handed on to learn from.
COEFFICIENTS = np.array(
    (6.0, 3.32, 1.56, 1.15, 1.31, 1.94, -2.7, -1.39, -2.97, -8.0), dtype=np.float32
)
INTERCEPT = -8.08


@dataclass(frozen=True, slots=True)
class Measures:
    """Views with what every comparison needs worked out once: lengths and sums per message."""

    views: Views
    weights: Weights
    common_length: Floats
    name_title: Floats
    name_main: Floats
    name_head: Floats
    title_kinds: Floats
    kinds: Floats


def measure(views: Views, weights: Weights) -> Measures:
    """Works out lengths (square roots) and sums of weights, one per message."""

    def total(matrix: Matrix, weight: Floats, least: float) -> Floats:
        found: Floats = np.maximum(matrix @ weight, least).astype(np.float32)
        return found

    return Measures(
        views=views,
        weights=weights,
        common_length=np.sqrt(total(views.head, weights.common**2, 1e-6)),
        name_title=total(views.name_title, weights.name, 0),
        name_main=total(views.name_main, weights.name, 0),
        name_head=total(views.name_head, weights.name, 0),
        title_kinds=total(views.title_kinds, weights.kind, 0),
        kinds=total(views.kinds, weights.kind, 0),
    )


def features(of: Measures, first: Places, second: Places, engine: Engine = HERE) -> Floats:
    """One row a pair of rows, one column a name of :data:`FEATURES`."""
    pieces = [
        (first[start : start + CHUNK], second[start : start + CHUNK])
        for start in range(0, len(first), CHUNK)
    ]
    parts = list(engine.run(_features, of, pieces))
    return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES)), dtype=np.float32)


def likelihood(of: Measures, first: Places, second: Places, engine: Engine = HERE) -> Floats:
    """The probability, 0 to 1, that each pair of rows speaks of one problem."""
    told = features(of, first, second, engine)
    return np.asarray(1 / (1 + np.exp(-(told @ COEFFICIENTS + INTERCEPT))))


def _features(of: Measures, pair: tuple[Places, Places]) -> Floats:
    a, b = pair
    views, weights = of.views, of.weights
    common = (_shared(views.head, a, views.head, b) @ weights.common**2) / (
        of.common_length[a] * of.common_length[b]
    )
    there = _shared(views.name_title, a, views.name_head, b) @ weights.name
    back = _shared(views.name_title, b, views.name_head, a) @ weights.name
    there = there / np.maximum(of.name_title[a], SHORT_NAME)
    back = back / np.maximum(of.name_title[b], SHORT_NAME)
    heads = _shared(views.name_head, a, views.name_head, b) @ weights.name
    heads = heads / np.maximum(np.minimum(of.name_head[a], of.name_head[b]), SHORT_NAME)
    matter = np.maximum(
        (_shared(views.title_kinds, a, views.kinds, b) @ weights.kind)
        / np.maximum(of.title_kinds[a], 1),
        (_shared(views.title_kinds, b, views.kinds, a) @ weights.kind)
        / np.maximum(of.title_kinds[b], 1),
    )
    kinds = _shared(views.kinds, a, views.kinds, b) @ weights.kind
    kinds = kinds / np.maximum(np.minimum(of.kinds[a], of.kinds[b]), 1)
    name = np.maximum(there, back)
    units = np.asarray(_shared(views.units, a, views.units, b).sum(1)).ravel()
    same = np.asarray(_shared(views.numbers, a, views.numbers, b).sum(1)).ravel()
    told = (of.title_kinds[a] > 0) & (of.title_kinds[b] > 0)
    named = (of.name_title[a] >= SHORT_NAME) & (of.name_title[b] >= SHORT_NAME)
    placed = (of.name_main[a] >= SHORT_NAME) & (of.name_main[b] >= SHORT_NAME)
    known = _shared(views.name_main, a, views.name_head, b) @ weights.name
    known = known + _shared(views.name_main, b, views.name_head, a) @ weights.name
    columns = (
        common, name, np.minimum(there, back), matter, kinds, np.sqrt(heads * kinds),
        (units > 0) & (same == 0),  # building 3 is not building 5
        told & (matter == 0),  # both titles say what is wrong, and it is not the same
        named & (name == 0),  # both titles say where, and it is not the same
        placed & (known == 0) & (common > COPIED),  # one letter, handed on with another place in it
    )  # fmt: skip
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _shared(first: Matrix, a: Places, second: Matrix, b: Places) -> Matrix:
    return first[a].multiply(second[b]).tocsr()
