"""`python -m bench.escalation [--cases 100000] [--whistles 1000] [--databases sqlite,postgresql]`:
what a month without reminders costs in one pass.

A district of 343 streets and 60 departments; its month is lived through the real actions, then all
that is overdue is told in one pass, twice in a row, and at a later moment by a process that is
killed in the middle and started again. JSON lines; the exit status is 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from bench import service

MOST_SECONDS = 60.0
KILL_AFTER = 2.0  # seconds of the pass that is killed


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.escalation", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--whistles", type=int, default=1_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    missed = 0
    for database in options.databases.split(","):
        for line in measure(database, options.cases, options.whistles):
            missed += line.get("ok") is False
            sys.stdout.write(json.dumps({"database": database} | line) + "\n")
            sys.stdout.flush()
    return 1 if missed else 0


def measure(database: str, cases: int, whistles: int) -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        folder = stack.enter_context(service.scratch())
        url = stack.enter_context(service.postgresql(folder)) if database == "postgresql" else ""
        environ = service.environment(folder / "home", url)
        service.command(environ, "init", "--quiet")
        yield service.python(environ, "bench.month", "live", str(cases), str(whistles))
        first = service.python(environ, "bench.month", "pass", "0")
        yield first | _judged(first["seconds"] < MOST_SECONDS, f"< {MOST_SECONDS:g} s")
        again = service.python(environ, "bench.month", "pass", "0")
        nothing = again["given"] == 0 and again["nudges"] == first["nudges"]
        yield again | {"measure": "again"} | _judged(nothing, "nothing told twice")
        before = service.python(environ, "bench.month", "waiting", "10")
        killed = _killed(environ)
        rest = service.python(environ, "bench.month", "pass", "10")
        given = rest["nudges"] - first["nudges"]
        whole = given == before["waiting"] and rest["doubled"] == 0 and rest["unheard"] == 0
        yield {
            "measure": "killed", "waiting": before["waiting"], "told_before_the_kill": killed,
            "told_in_all": given, "doubled": rest["doubled"], "unheard": rest["unheard"],
        } | _judged(whole, "none lost, none doubled")  # fmt: skip


def _judged(ok: bool, limit: str) -> dict[str, Any]:  # noqa: FBT001
    return {"limit": limit, "ok": ok}


def _killed(environ: dict[str, str]) -> int:
    """Start the pass, kill it while it tells; how many were told by then."""
    start = service.python(environ, "bench.month", "count", "10")["nudges"]
    command = [sys.executable, "-m", "bench.month", "pass", "10"]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    told = start
    while told == start and process.poll() is None:
        time.sleep(0.5)
        told = int(service.python(environ, "bench.month", "count", "10")["nudges"])
    process.kill()
    process.wait()
    return int(service.python(environ, "bench.month", "count", "10")["nudges"]) - start


if __name__ == "__main__":
    raise SystemExit(main())
