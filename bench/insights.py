"""`python -m bench.insights [FILE] [--label-column category] [--honest]`: what suggestions cost
and what they are worth.

FILE: labelled messages; without one, the development file beside the checkout; where there is none
either, letters made here, for which only the speed is told. ``--honest`` also learns five times
from four fifths and judges the fifth by the finished model. JSON lines; the exit status is 1 when
a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.problems import letters
from huiying.exchange.labelled import Labelled, labelled
from huiying.insights.rules.calibration import evaluate
from huiying.insights.rules.folds import FOLDS, alike, deal
from huiying.insights.rules.learning import learn, read
from huiying.insights.rules.letters import Letter

USUAL = Path(__file__).resolve().parents[2] / "shared/data/cn/messages_labelled.csv.gz"
MADE = 5_860
BATCH, ONES = 10_000, 200
LIMITS = {
    "learn_seconds": (60.0, "most"),
    "suggest_per_second": (5_000.0, "least"),
    "suggest_one_ms": (2.0, "most"),
    "macro_f1": (0.93, "least"),
    "certain_accuracy": (0.98, "least"),
    "calibration_error": (0.03, "most"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.insights", description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=USUAL)
    parser.add_argument("--label-column", default="category")
    parser.add_argument("--honest", action="store_true")
    options = parser.parse_args()
    given = options.file.is_file()
    rows = labelled(options.file, options.label_column) if given else made()
    missed = 0
    for line in measure(rows, given=given, honest=options.honest):
        name, value = str(line["what"]), float(str(line["value"]))
        limit, side = LIMITS[name]
        kept = value <= limit if side == "most" else value >= limit
        missed += not kept
        told = line | {"limit": limit, "ok": kept}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 1 if missed else 0


def made() -> Labelled:
    """Letters of invented places; what each is about stands in its title's first grievance."""
    found = Labelled([], [], [])
    for one in letters(MADE):
        found.letters.append(Letter(one.title, one.body))
        found.labels.append(str(sum(map(ord, one.title[-2:])) % 7))
        found.idents.append(one.ident)
    return found


def measure(rows: Labelled, *, given: bool, honest: bool) -> Iterator[dict[str, object]]:
    start, used = time.perf_counter(), time.process_time()
    learned = learn(rows.letters, rows.labels, rows.idents)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    yield {
        "what": "learn_seconds",
        "value": round(seconds, 1),
        "cpu_seconds": round(used, 1),
        "messages": learned.examples,
    }
    if given:
        for name in ("macro_f1", "certain_accuracy", "calibration_error"):
            value = round(getattr(learned.evaluation, name), 4)
            yield {"what": name, "value": value, "how": "card"}
    batch = (rows.letters * (BATCH // len(rows.letters) + 1))[:BATCH]
    learned.model.lines(batch[:100])
    start, used = time.perf_counter(), time.process_time()
    learned.model.lines(batch)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    yield {
        "what": "suggest_per_second",
        "value": round(BATCH / seconds),
        "per_cpu_second": round(BATCH / used),
    }
    each = []
    for letter in batch[:ONES]:
        start = time.perf_counter()
        learned.model.suggest(letter)
        each.append((time.perf_counter() - start) * 1_000)
    yield {"what": "suggest_one_ms", "value": round(float(np.median(each)), 2)}
    if honest and given:
        yield from judged(rows)


def judged(rows: Labelled) -> Iterator[dict[str, object]]:
    """Five times learned from four fifths and judged on the fifth, near-duplicates together."""
    names = sorted(set(rows.labels))
    truth = np.array([names.index(label) for label in rows.labels])
    fold = deal(alike(read(rows.letters, len(names))[2]["whole"]), truth)
    chances = np.zeros((len(truth), len(names)))
    for one in range(FOLDS):
        inside, outside = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        taught = learn(
            [rows.letters[at] for at in inside],
            [rows.labels[at] for at in inside],
            [rows.idents[at] for at in inside],
        )
        columns = [names.index(label) for label in taught.model.labels]
        part = taught.model.chances([rows.letters[at] for at in outside])
        chances[np.ix_(outside, columns)] = part
    worth = evaluate(chances, truth)
    for name in ("macro_f1", "certain_accuracy", "calibration_error"):
        yield {"what": name, "value": round(getattr(worth, name), 4), "how": "honest"}


if __name__ == "__main__":
    sys.exit(main())
