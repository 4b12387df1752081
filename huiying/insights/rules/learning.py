"""Learning a label (category, unit) from labelled messages. Pure.

Eight linear learners read different parts of a message; a logistic regression on their scores, each
given only for messages the learner had not seen, blends them into probabilities. A blend of linear
scores is linear, so the whole becomes one weight per part, run and label: quick, and explainable.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from huiying.insights.rules import fields
from huiying.insights.rules.calibration import evaluate
from huiying.insights.rules.cards import Learned
from huiying.insights.rules.fields import CHUNK, FIELDS, SLOTS, Matrix
from huiying.insights.rules.folds import FOLDS, alike, deal
from huiying.insights.rules.letters import MOST, Letter
from huiying.insights.rules.suggesting import THREADS, Model, softmax, weigh
from huiying.lib.errors import Refused

FEWEST = 10  # examples of a label: fewer teach nothing that could be checked
OFTEN = 3  # messages in which a run must occur
BUDGET = 24_000_000  # weights of a model (columns × labels × parts)
BLEND = 0.1  # strength of the blend (inverse of its penalty)
NEWTON = 800  # weights of a blend up to which it is solved by Newton's method
MANY = 24  # labels above which the blend is one number per learner

Floats = NDArray[Any]
Ints = NDArray[Any]


class TooFew(Refused):
    code = "too_few_examples"
    message = "可学习的样本不够：有 %(found)s 条，涉及 %(labels)s 个类别。"
    hint = "至少需要两个类别，每个类别不少于 %(fewest)s 条；请补充有类别的工单后再试。"


@dataclass(frozen=True, slots=True)
class Learner:
    """Parts it reads, and how: a support vector machine of strength ``c``, or Bayes (0)."""

    parts: tuple[str, ...]
    c: float


LEARNERS = (
    Learner(("title", "whole", "words"), 3),
    Learner(("title",), 1),
    Learner(("head",), 1),
    Learner(("end",), 1),
    Learner(("title_words", "words"), 2),
    Learner(("whole",), 0),
    Learner(("words",), 0),
    Learner(("title",), 0),
)


def learn(
    letters: Sequence[Letter],
    said: Sequence[str],
    idents: Sequence[str],
    *,
    tell: Callable[[str], None] = lambda _step: None,
) -> Learned:
    """Learns ``said[i]`` for ``letters[i]``, called ``idents[i]``. Raises TooFew.

    Labels of fewer than ``FEWEST`` examples are left out; of more than ``MOST`` examples the last
    are taken.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bounded search is meant
        return _learn(letters, said, idents, tell)


def _learn(
    letters: Sequence[Letter],
    said: Sequence[str],
    idents: Sequence[str],
    tell: Callable[[str], None],
) -> Learned:
    count = Counter(label for label in said if label)
    kept = sorted(label for label, times in count.items() if times >= FEWEST)
    rows = [at for at, label in enumerate(said) if count[label] >= FEWEST and label][-MOST:]
    if len(kept) < 2:
        raise TooFew(found=len(rows), labels=len(kept), fewest=FEWEST)
    number = {label: at for at, label in enumerate(kept)}
    truth = np.array([number[said[at]] for at in rows])
    chosen = [letters[at] for at in rows]
    tell("read")
    slots, idf, parts = read(chosen, len(kept))
    groups = alike(parts["whole"])
    fold = deal(groups, truth)
    tell("folds")
    scores = _unseen(parts, truth, fold, len(kept))
    spread = scores.std(axis=(0, 2)) + 1e-9
    evaluation = evaluate(_crossed(scores / spread[None, :, None], truth, fold), truth)
    mix, bias = _blend(scores / spread[None, :, None], truth)
    tell("whole")
    fits = _fits(parts, truth, len(kept))
    weights = np.zeros((len(FIELDS), len(slots), len(kept)), dtype=np.float32)
    for at, (fit, base) in enumerate(fits):
        turned = mix[at] / spread[at]
        bias = bias + base @ turned
        for part, coef in fit.items():
            weights[FIELDS.index(part)] += coef @ turned
    model = Model.of(kept, slots, idf, weights, bias, chosen, [idents[at] for at in rows])
    size = np.bincount(groups)
    return Learned(
        model,
        evaluation,
        len(rows),
        {label: count[label] for label in kept},
        {label: times for label, times in count.items() if times < FEWEST},
        float((size[groups] > 1).mean()),
    )


def read(letters: Sequence[Letter], labels: int) -> tuple[Ints, Floats, dict[str, Matrix]]:
    """The slots that are columns, each part's idf (parts, columns), and its weighted rows."""
    spread = fields.spread(letters)
    often = OFTEN
    while (spread >= often).sum() * labels * len(FIELDS) > BUDGET:
        often += 1 + often // 4
    slots = np.flatnonzero(spread >= often).astype(np.int32)
    column = np.full(SLOTS, -1, dtype=np.int32)
    column[slots] = np.arange(len(slots), dtype=np.int32)
    found: list[list[Matrix]] = [[] for _ in FIELDS]
    for start in range(0, len(letters), CHUNK):
        runs = fields.runs(letters[start : start + CHUNK])
        for pieces, rows in zip(found, fields.rows(runs, column, len(slots)), strict=True):
            pieces.append(rows)
    matrices = [sparse.vstack(pieces, format="csr") for pieces in found]
    used = [np.bincount(m.indices, minlength=len(slots)) for m in matrices]
    idf = np.array([np.log((1 + len(letters)) / (1 + n)) + 1 for n in used], dtype=np.float32)
    idf[np.array(used) < 2] = 0
    weighed = {
        part: weigh(m, idf[at]) for at, (part, m) in enumerate(zip(FIELDS, matrices, strict=True))
    }
    return slots, idf, weighed


Fit = tuple[dict[str, Floats], Floats]  # weights (columns, labels) of each part, and the base


def _fit(learner: Learner, parts: dict[str, Matrix], truth: Ints, labels: int) -> Fit:
    if not learner.c:
        part = learner.parts[0]
        return {part: _bayes(parts[part], truth, labels)}, np.zeros(labels)
    scale = len(learner.parts) ** -0.5
    joined = sparse.hstack([parts[part] for part in learner.parts], format="csr") * scale
    coef = np.zeros((joined.shape[1], labels), dtype=np.float32)
    base = np.full(labels, -1.0)  # of a label that all stands in the fold left out
    present = np.unique(truth)
    if len(present) > 1:
        machine = LinearSVC(C=learner.c, class_weight="balanced", tol=0.1, random_state=0)
        machine.fit(joined, truth)
        weights, offsets = machine.coef_.T * scale, machine.intercept_
        if len(present) == 2:  # of two labels it weighs only the second
            weights, offsets = np.hstack([-weights, weights]), np.array([-offsets[0], offsets[0]])
        coef[:, present], base[present] = weights, offsets
    pieces = np.split(coef, len(learner.parts))
    return dict(zip(learner.parts, pieces, strict=True)), base


def _bayes(rows: Matrix, truth: Ints, labels: int) -> Floats:
    """Complement naive Bayes (Rennie et al. 2003): what speaks against all other labels."""
    ones = np.ones(len(truth), dtype=np.float32)
    belongs = sparse.csr_matrix((ones, (truth, np.arange(len(truth)))), (labels, len(truth)))
    inside = np.asarray((belongs @ rows).todense())
    others = inside.sum(axis=0) - inside + 0.3
    weight = -np.log(others / others.sum(axis=1, keepdims=True))
    return np.asarray((weight - weight.mean(axis=0)).T, dtype=np.float32)


def _fits(parts: dict[str, Matrix], truth: Ints, labels: int) -> list[Fit]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda learner: _fit(learner, parts, truth, labels), LEARNERS))


def _unseen(parts: dict[str, Matrix], truth: Ints, fold: Ints, labels: int) -> Floats:
    """Each learner's scores of messages it had not seen; shape (messages, learners, labels)."""
    scores = np.zeros((len(truth), len(LEARNERS), labels), dtype=np.float32)
    for one in range(FOLDS):
        inside, outside = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        seen = {part: rows[inside] for part, rows in parts.items()}
        unseen = {part: rows[outside] for part, rows in parts.items()}
        for at, (fit, base) in enumerate(_fits(seen, truth[inside], labels)):
            scores[outside, at] = base + sum(unseen[p] @ coef for p, coef in fit.items())
    return scores


def _crossed(scores: Floats, truth: Ints, fold: Ints) -> Floats:
    """Probabilities of each message by a blend that was made without it."""
    chances = np.zeros((len(truth), scores.shape[2]))
    for one in range(FOLDS):
        mix, bias = _blend(scores[fold != one], truth[fold != one])
        chances[fold == one] = softmax(np.tensordot(scores[fold == one], mix, 2) + bias)
    return chances


def _blend(scores: Floats, truth: Ints) -> tuple[Floats, Floats]:
    """How scores become log-odds: (learners, labels, labels) and a bias per label."""
    count, learners, labels = scores.shape
    if labels > MANY:
        return _plain_blend(scores, truth)
    # Newton's way needs the square of the number of weights, and then only a few steps.
    solver = "newton-cholesky" if learners * labels**2 <= NEWTON else "lbfgs"
    blend = LogisticRegression(C=BLEND, max_iter=200, solver=solver)
    blend.fit(scores.reshape(count, -1), truth)
    coef, bias = blend.coef_, blend.intercept_
    if labels == 2:
        coef, bias = np.vstack([-coef, coef]) / 2, np.array([-bias[0], bias[0]]) / 2
    return coef.T.reshape(learners, labels, labels), bias


def _plain_blend(scores: Floats, truth: Ints) -> tuple[Floats, Floats]:
    """The mean of all learners, sharpened so that the probabilities are honest."""
    mean = scores.mean(axis=1)
    heats = np.geomspace(0.5, 32, 40)
    rows = np.arange(len(truth))
    losses = [-np.log(softmax(mean * heat)[rows, truth] + 1e-12).mean() for heat in heats]
    heat = float(heats[int(np.argmin(losses))])
    learners, labels = scores.shape[1:]
    return np.tile(np.eye(labels) * heat / learners, (learners, 1, 1)), np.zeros(labels)
