"""`make bench`: JSON lines, each with its limit; the exit status is 1 when one is missed.

python -m bench [--sizes 10000,100000,1000000] [--databases sqlite,postgresql] [--seconds 15]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import doors, lives, pages, service
from bench.service import python

MEMORY_MB = 600
PAGE_MS, TYPING_MS = 100, 50


def main() -> int:
    options = arguments()
    missed = 0
    for database in options.databases.split(","):
        for size in map(int, options.sizes.split(",")):
            with service.scratch() as folder:
                for line in measure(folder, database, size, options.seconds):
                    judged = {"database": database, "cases": size} | line | limits(line)
                    missed += judged.get("ok") is False
                    sys.stdout.write(json.dumps(judged, ensure_ascii=False) + "\n")
                    sys.stdout.flush()
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=15)
    return parser.parse_args()


def measure(folder: Path, database: str, size: int, seconds: float) -> Iterator[dict[str, object]]:
    with ExitStack() as stack:
        url = stack.enter_context(service.postgresql(folder)) if database == "postgresql" else ""
        home = folder / "home"
        environ = service.environment(home, url)
        service.command(environ, "init", "--quiet")
        where = python(environ, "bench.prepare", str(size))
        yield from python(environ, "bench.imports")["lines"]
        with service.serve(home, environ) as running:
            yield from pages.run(running, where)
            yield from doors.run(running, where, seconds)
            yield from lives.run(running, where, seconds)
            yield {"measure": "memory", "mb": round(running.memory_mb())}


def limits(line: dict[str, object]) -> dict[str, object]:
    """The limit of a measurement and whether it is kept (p95 limits hold at every size)."""
    measure = line["measure"]
    if "ok" in line:
        return {}
    p95 = line.get("p95_ms")
    if measure == "lives" and isinstance(p95, dict):
        good = float(str(line["per_second"])) >= 40 and max(p95.values()) < 150
        return {"limit": ">= 40/s, p95 < 150 ms", "ok": good and not line["errors"]}
    if measure == "creates":
        return {"limit": ">= 300/s", "ok": float(str(line["per_second"])) >= 300}
    if measure == "page":
        most = TYPING_MS if line["page"] == pages.TYPING else PAGE_MS
        return {"limit": f"p95 < {most} ms", "ok": isinstance(p95, float) and p95 < most}
    if measure == "import":
        return {"limit": ">= 0.25 of raw", "ok": float(str(line["ratio"])) >= 0.25}
    return {"limit": f"< {MEMORY_MB} MB", "ok": float(str(line["mb"])) < MEMORY_MB}


if __name__ == "__main__":
    raise SystemExit(main())
