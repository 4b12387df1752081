"""`python -m bench.prints [--pictures 3000] [--known 1000000]`: how surely a picture is known again,
how often a stranger is taken for it, and how long the search among a million takes.

The pictures are invented street scenes (`tests/evidence/scenes.py`), the copies saved again,
shrunk, cut by up to 6 % of each side anywhere, and all at once. JSON lines; the exit status is 1
when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from random import Random
from typing import Any

import numpy as np
from PIL import Image

from huiying.lib.prints import ALIKE, NEAR, Prints, distances, likeness, near, prints, table
from tests.evidence import scenes

LEAST_FOUND, MOST_FALSE, MOST_MS = 0.99, 1e-4, 50.0
CHANGES: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "recompressed": lambda one, chance: scenes.saved_again(one, chance.randint(30, 90)),
    "resized": lambda one, chance: scenes.smaller(one, chance.uniform(0.25, 1)),
    "cropped": lambda one, chance: scenes.cut(one, chance.uniform(0, 0.06), chance),
    "all_at_once": scenes.passed_on,
}
Judged = tuple[Prints | None, dict[str, tuple[int, float]]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.prints", description=__doc__)
    parser.add_argument("--pictures", type=int, default=3_000)
    parser.add_argument("--known", type=int, default=1_000_000)
    options = parser.parse_args()
    missed = 0
    for line in measure(options.pictures, options.known):
        missed += line["ok"] is False
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 1 if missed else 0


def measure(count: int, known: int) -> Iterator[dict[str, Any]]:
    with get_context("spawn").Pool() as pool:
        judged = pool.map(judge, range(count), chunksize=25)
    for name in CHANGES:
        found = [near_enough(*one[1][name]) for one in judged]
        share = sum(found) / count
        yield {"what": name, "pictures": count, "found": round(share, 4),
               "limit": f">= {LEAST_FOUND}", "ok": share >= LEAST_FOUND}  # fmt: skip
    yield strangers([one[0] for one in judged])
    yield search(known)


def judge(seed: int) -> Judged:
    """The prints of a scene; of each copy the bits that differ and the likeness."""
    picture, chance = scenes.scene(seed), Random(seed + 1)
    ours = prints(picture)
    copies = {name: change(picture, chance) for name, change in CHANGES.items()}
    return ours, {name: compared(copy, picture, ours) for name, copy in copies.items()}


def compared(copy: Image.Image, picture: Image.Image, ours: Prints | None) -> tuple[int, float]:
    theirs = prints(copy)
    if ours is None or theirs is None:
        return 64, 0.0
    return int(distances(theirs, table([ours]))[0]), likeness(copy, picture)


def near_enough(bits: int, share: float) -> bool:
    return bits <= NEAR and share >= ALIKE


def strangers(seen: list[Prints | None]) -> dict[str, Any]:
    """All pairs of different scenes: first the prints alone, then with the second look."""
    rows = [(seed, one) for seed, one in enumerate(seen) if one is not None]
    columns = table([one for _, one in rows])
    suspected = [
        (rows[first][0], rows[second][0])
        for first, (_, one) in enumerate(rows)
        for second, _bits in near(one, columns)
        if second > first
    ]
    taken = sum(likeness(scenes.scene(a), scenes.scene(b)) >= ALIKE for a, b in suspected)
    pairs = len(rows) * (len(rows) - 1) // 2
    return {
        "what": "strangers", "pairs": pairs, "suspected_by_prints": len(suspected) / pairs,
        "false_alarms": taken / pairs, "limit": f"< {MOST_FALSE}", "ok": taken / pairs < MOST_FALSE,
    }  # fmt: skip


def search(known: int) -> dict[str, Any]:
    """Among so many prints made by chance, in this process, one core."""
    chance = np.random.default_rng(1)
    columns = chance.integers(0, 2**64, (3, known), dtype=np.uint64)
    took = []
    for _ in range(50):
        a, b, c = (int(one) for one in chance.integers(0, 2**64, 3, dtype=np.uint64))
        start = time.perf_counter()
        near((a, b, c), columns)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return {
        "what": "search", "known": known, "median_ms": round(statistics.median(took), 1),
        "worst_ms": round(took[-1], 1), "limit": f"< {MOST_MS:g} ms", "ok": took[-1] < MOST_MS,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
