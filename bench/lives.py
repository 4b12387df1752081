"""(b) whole lives and (c) creates per second through HTTP with durable commits."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time

from bench.client import Life, Times, WrongAnswer
from bench.service import Service

CLIENTS = 8


def run(service: Service, where: dict[str, int], seconds: float) -> list[dict[str, object]]:
    """Both measurements, the load made by another process so that it has its own interpreter."""
    lines: list[dict[str, object]] = []
    for what in ("lives", "creates"):
        done = subprocess.run(
            [sys.executable, "-m", "bench.lives", what, str(service.port), json.dumps(where), str(seconds)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        lines.append(json.loads(done.stdout))
    return lines


def load(what: str, port: int, where: dict[str, int], seconds: float) -> dict[str, object]:
    """CLIENTS people at once for a while: rate, p95 of every step, errors."""
    people = [Life(port, where["unit"], where["area"], where["category"]) for _ in range(CLIENTS)]
    for life in people:  # warm: templates, plans, pages
        life.whole({})
    results: list[Times] = [{} for _ in people]
    counts, errors = [0] * CLIENTS, []
    end = time.monotonic() + seconds

    def work(place: int) -> None:
        while time.monotonic() < end:
            try:
                if what == "lives":
                    people[place].whole(results[place])
                else:
                    people[place].create(results[place])
                counts[place] += 1
            except (WrongAnswer, OSError) as wrong:
                errors.append(str(wrong)[:300])

    start = time.monotonic()
    threads = [threading.Thread(target=work, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.monotonic() - start
    steps = _together(results)
    return {
        "measure": what,
        "per_second": round(sum(counts) / lasted, 1),
        "p50_ms": {step: round(statistics.median(t), 1) for step, t in steps.items()},
        "p95_ms": {step: round(statistics.quantiles(t, n=20)[-1], 1) for step, t in steps.items()},
        "errors": len(errors),
        "first_error": errors[0] if errors else "",
    }


def _together(results: list[Times]) -> Times:
    steps: Times = {}
    for result in results:
        for step, times in result.items():
            steps.setdefault(step, []).extend(times)
    return steps


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(load(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]), float(sys.argv[4])))
    )
