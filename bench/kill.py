"""Proof that nothing accepted is lost: processes of a real service are killed under load.

python -m bench.kill [--kills 200] [--seed N] [--database sqlite|postgresql] [--seconds N]

Eight clients bring cases through their whole lives and write down what was accepted; meanwhile a
web worker, its parent, the background worker or the supervisor is killed (-9) at random moments.
Then the database is compared with what was written down. Prints one JSON line; the exit status is
1 when something was lost, doubled, half done or broken.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

from bench import service
from bench.service import Service, python

CASES = 200
WORKERS = 2
QUIET = 3.0  # seconds for the background to read the rest of the journal
# The supervisor delays restarts more and more (until it is killed itself), so that the parent is
# killed less often than web workers.
TARGETS = ("web",) * 5 + ("background",) * 2 + ("parent", "supervisor", "supervisor")
ALL_AT_ONCE = 0.75  # how often the whole family dies with its supervisor, as in a power cut


def main() -> int:
    options = arguments()
    with service.scratch() as folder:
        answer = prove(
            folder, options.database, options.kills, Random(options.seed), options.seconds
        )
    sys.stdout.write(json.dumps({"seed": options.seed} | answer, ensure_ascii=False) + "\n")
    return 0 if good(answer) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600, help="end then with fewer kills")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def good(answer: dict[str, object]) -> bool:
    """Nothing lost, doubled, half done or broken, and something was really accepted."""
    wrong = ("lost", "doubled", "half_done", "broken", "refused")
    return not any(answer[name] for name in wrong) and bool(answer["accepted"])


def prove(
    folder: Path, database: str, kills: int, rng: Random, seconds: float = 3600
) -> dict[str, object]:
    """Serve, load, kill, stop, compare."""
    with ExitStack() as stack:
        url = stack.enter_context(service.postgresql(folder)) if database == "postgresql" else ""
        home, record, stop = folder / "home", folder / "record", folder / "stop"
        environ = service.environment(home, url)
        service.command(environ, "init", "--quiet")
        where = python(environ, "bench.prepare", str(CASES))
        with service.serve(home, environ, workers=WORKERS) as running:
            load = subprocess.Popen(
                [sys.executable, "-m", "bench.witness", str(running.port), json.dumps(where),
                 str(record), str(stop)]
            )  # fmt: skip
            try:
                killed = massacre(running, record, kills, rng, seconds)
            finally:
                stop.touch()
                load.wait()
            time.sleep(QUIET)
        checked = python(environ, "bench.compare", str(record), str(CASES))
        return {"database": database, "kills": sum(killed.values()), "killed": killed} | checked


def massacre(
    running: Service, record: Path, kills: int, rng: Random, seconds: float
) -> Counter[str]:
    """Kill ``kills`` processes, each at a random moment while requests are being accepted."""
    killed: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while killed.total() < kills and time.monotonic() < end:
        _wait_for_progress(record)
        if running.process.poll() is not None:
            raise SystemExit(f"the supervisor ended by itself with {running.process.returncode}")
        time.sleep(rng.uniform(0, 0.5))
        targets = processes(running)
        what = rng.choice(TARGETS)
        if not targets.get(what):
            continue
        victim = rng.choice(targets[what])
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            killed[what] += 1
        if what == "supervisor":
            family = [pid for pids in targets.values() for pid in pids]
            for pid in family if rng.random() < ALL_AT_ONCE else ():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            again(running, family)
    return killed


def _wait_for_progress(record: Path, patience: float = 90) -> None:
    """Until one more line was accepted, so that no kill hits a service that is down already."""
    end, before = time.monotonic() + patience, _accepted(record)
    while _accepted(record) == before:
        if time.monotonic() > end:
            raise SystemExit("the service accepts nothing any more")
        time.sleep(0.02)


def _accepted(record: Path) -> int:
    return record.read_bytes().count(b'"accepted"') if record.exists() else 0


def processes(running: Service) -> dict[str, list[int]]:
    """Process ids below the supervisor (itself included) by what they are."""
    found: dict[str, list[int]] = {"supervisor": [running.process.pid]}
    parents = []
    for pid in running.children():
        words = _command(pid)
        if "granian" not in words:
            if words.endswith("huiying worker"):
                found.setdefault("background", []).append(pid)
        elif _parent(pid) == running.process.pid:
            parents.append(pid)
    found["parent"] = parents
    found["web"] = [pid for pid in running.children() if _parent(pid) in parents]
    return found


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return ""


def _parent(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def again(running: Service, family: list[int]) -> None:
    """Start the service anew, as an init system would, once what was left of it has ended.

    Whatever still held the port would make the start fail, and the next kill find nothing.
    """
    running.process.wait()
    end = time.monotonic() + service.PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < end:
        time.sleep(0.05)
    running.process = service.start(running.environ, running.port, WORKERS)


if __name__ == "__main__":
    raise SystemExit(main())
