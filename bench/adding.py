"""`python -m bench.adding [--sizes 10000,100000,1000000] [--databases sqlite,postgresql]`: what it
costs to find the common problem of one more case.

A past of N invented letters lies in common problems of all sizes; then letters of the same kind are
received one by one, and each is placed as the background worker places it, its problem counted
anew. JSON lines; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from typing import Any

from bench import service

LIMIT_MS = 100.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.adding", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    missed = 0
    for database in options.databases.split(","):
        for size in map(int, options.sizes.split(",")):
            line = {"measure": "adding", "database": database} | _apart(database, size)
            missed += not line["ok"]
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
    return 1 if missed else 0


def _apart(database: str, size: int) -> dict[str, Any]:
    """In a home of its own, with a database of its own."""
    with ExitStack() as stack:
        folder = stack.enter_context(service.scratch())
        url = stack.enter_context(service.postgresql(folder)) if database == "postgresql" else ""
        environ = service.environment(folder / "home", url)
        service.command(environ, "init", "--quiet")
        line = service.python(environ, "bench.placed", str(size))
    kept = line["p95_ms"] < LIMIT_MS
    return line | {"limit": f"p95 < {LIMIT_MS:g} ms", "ok": kept}


if __name__ == "__main__":
    raise SystemExit(main())
