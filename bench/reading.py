"""`python -m bench.reading [TRAIN CHECK] [--messages FILE]`: what reading a message costs, and how
well the parts of addresses are found.

TRAIN, CHECK: annotated addresses; without them the development files beside the checkout. Messages
likewise; where there are none, letters made here. JSON lines; the exit status is 1 when a limit is
missed. ``strict`` counts all kinds of the annotation, also those that are no place (redundant,
assist, person); ``places`` leaves these out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.problems import letters
from huiying.exchange.labelled import labelled
from huiying.insights.rules.addresses import annotated, worth
from huiying.insights.rules.chain import Chain
from huiying.insights.rules.coarse import COARSE, coarse
from huiying.insights.rules.marking import stretches
from huiying.insights.rules.place_learning import learn_places
from huiying.insights.rules.reading import read

USUAL = Path(__file__).resolve().parents[2] / "shared/data/cn"
FILES = [USUAL / "addresses_train.txt", USUAL / "addresses_dev.txt"]
MESSAGES = USUAL / "messages_labelled.csv.gz"
SOME, KNOWN = 1_000, 400
KINDS = {
    "fine": lambda kind: kind,
    "coarse_strict": coarse,
    "coarse_places": lambda kind: COARSE.get(kind, ""),
}
LIMITS = {"coarse_places": 0.9, "coarse_strict": 0.9, "median": 5.0, "p95": 5.0}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.reading", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=FILES, metavar="TRAIN CHECK")
    parser.add_argument("--messages", type=Path, default=MESSAGES)
    options = parser.parse_args()
    missed = 0
    for line in measure(options.files, options.messages):
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        missed += line.get("ok") is False
    return 1 if missed else 0


def measure(files: list[Path], messages: Path) -> Iterator[dict[str, object]]:
    chain = None
    if len(files) == 2 and all(file.is_file() for file in files):
        train, check = (annotated(file.open(encoding="utf-8-sig")) for file in files)
        used = time.process_time()
        chain = learn_places(train, check).chain
        used = time.process_time() - used
        yield {"what": "learn_places", "cpu_seconds": round(used, 1), "addresses": len(train)}
        found, truth = chain.parts([one.text for one in check]), [one.parts for one in check]
        for name, kind_of in KINDS.items():
            value = round(worth(found, truth, kind_of).f1, 4)
            least = {"limit": LIMITS[name], "ok": value >= LIMITS[name]} if name in LIMITS else {}
            yield {"what": "address_f1", "kinds": name, "value": value} | least
    yield from costs(texts(messages), chain)


def texts(messages: Path) -> list[str]:
    if messages.is_file():
        rows = labelled(messages, "category").letters
        step = max(len(rows) // SOME, 1)
        return [one.body for one in rows[::step]]
    return [f"{one.title}。{one.body}" for one in letters(SOME)]


def costs(many: list[str], chain: Chain | None) -> Iterator[dict[str, object]]:
    """Reading and cutting for a screen, with as many known names as a district has areas."""
    known = [f"第{number}村" for number in range(KNOWN)]
    for reader in (None, chain.parts) if chain else (None,):
        each = []
        for text in many:
            start = time.perf_counter()
            stretches(text, read(text, known, reader))
            each.append((time.perf_counter() - start) * 1_000)
        each.sort()
        for name, place in (("median", 0.5), ("p95", 0.95)):
            value = round(each[int(place * len(each))], 2)
            yield {
                "what": "read_ms",
                "by": "learned" if reader else "rules",
                "at": name,
                "value": value,
                "limit": LIMITS[name],
                "ok": value < LIMITS[name],
            }


if __name__ == "__main__":
    sys.exit(main())
