"""How good and how honest probabilities are: macro-F1, calibration error, certainty. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 15
MOST_CERTAIN = 0.70  # of the messages, for which certainty is reported
SURE = 0.98  # right among those that are answered, for acting without asking

Floats = NDArray[Any]
Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What out-of-fold probabilities were worth. Shares from 0 to 1; thresholds of probability."""

    messages: int
    accuracy: float
    macro_f1: float
    certain_accuracy: float  # of the 70 % most certain
    calibration_error: float  # expected, 15 bins of equal width
    sure_from: float  # from this probability on, 98 % were right; above 1: never
    sure_share: float


def evaluate(chances: Floats, truth: Ints) -> Evaluation:
    """``chances``: (messages, labels), rows add up to 1; ``truth``: the label of each."""
    said = chances.argmax(axis=1)
    top = chances.max(axis=1)
    right = said == truth
    order = np.argsort(-top, kind="stable")
    certain = order[: max(1, int(MOST_CERTAIN * len(order)))]
    sure_from, sure_share = sure(top, right)
    return Evaluation(
        len(truth),
        float(right.mean()),
        macro_f1(said, truth, chances.shape[1]),
        float(right[certain].mean()),
        calibration_error(top, right),
        sure_from,
        sure_share,
    )


def macro_f1(said: Ints, truth: Ints, labels: int) -> float:
    """The plain mean of each label's F1; a label that is neither said nor true counts nothing."""
    hit = np.bincount(truth[said == truth], minlength=labels)
    both = np.bincount(said, minlength=labels) + np.bincount(truth, minlength=labels)
    used = both > 0
    return float((2 * hit[used] / both[used]).mean())


def calibration_error(top: Floats, right: NDArray[np.bool_]) -> float:
    """Guo et al. 2017: the mean gap between what was promised and what was kept, over bins."""
    bins = np.minimum((top * BINS).astype(int), BINS - 1)
    promised = np.bincount(bins, weights=top, minlength=BINS)
    kept = np.bincount(bins, weights=right.astype(float), minlength=BINS)
    return float(np.abs(promised - kept).sum() / len(top))


def sure(top: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """The lowest probability from which on ``SURE`` were right, and the share that reaches it."""
    order = np.argsort(-top, kind="stable")
    so_far = right[order].cumsum() / np.arange(1, len(order) + 1)
    good = np.flatnonzero(so_far >= SURE)
    if not len(good):
        return 1.01, 0.0
    return float(top[order[good[-1]]]), float((good[-1] + 1) / len(order))
