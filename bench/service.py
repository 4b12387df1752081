"""A real service to measure: a home of its own, a database, `huiying serve`, durable commits."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BINARIES = Path("/usr/lib/postgresql/15/bin")
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL 15 with its defaults for safety (fsync and synchronous commit on); its URL."""
    owner = "postgres" if os.geteuid() == 0 else getpass.getuser()
    data = folder / "postgresql"
    data.mkdir(mode=0o700)
    folder.chmod(0o755)
    if os.geteuid() == 0:
        entry = pwd.getpwnam(owner)
        os.chown(data, entry.pw_uid, entry.pw_gid)
    prefix = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    port = free_port()

    def run(*command: str) -> None:
        subprocess.run([*prefix, *command], check=True, cwd="/", stdout=subprocess.DEVNULL)

    run(str(BINARIES / "initdb"), "-D", str(data), "-U", "huiying", "-A", "trust", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    options += " -c shared_buffers=256MB -c max_wal_size=4GB -c random_page_cost=1.1"
    control = (str(BINARIES / "pg_ctl"), "-D", str(data), "-l", str(data / "log"), "-w")
    run(*control, "-o", options, "start")
    try:
        yield f"postgresql://huiying@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "fast", "stop")


@dataclass
class Service:
    """A running service and how to reach it."""

    home: Path
    environ: dict[str, str]
    port: int
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float:
        """Proportional set size of the supervisor and everything below it, in MB."""
        total = 0
        for pid in _family(self.process.pid):
            with contextlib.suppress(OSError):
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += sum(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
        return total / 1024

    def children(self) -> list[int]:
        return [pid for pid in _family(self.process.pid) if pid != self.process.pid]


def _family(root: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = stat.read_text()
            parents[int(text.split()[0])] = int(text.rpartition(")")[2].split()[1])
    found = [root]
    for pid in found:
        found.extend(child for child, parent in parents.items() if parent == pid)
    return found


def environment(home: Path, url: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HUIYING_")}
    more = {"HUIYING_HOME": str(home), "HUIYING_LOG_LEVEL": "WARNING"}
    return kept | more | ({"HUIYING_DATABASE_URL": url} if url else {})


def command(environ: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "huiying", *arguments], env=environ, check=True)


def python(environ: dict[str, str], module: str, *more: str) -> dict[str, Any]:
    """Run a module of the benchmark in a home; the JSON that it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *more], env=environ, check=True, stdout=subprocess.PIPE
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextlib.contextmanager
def serve(home: Path, environ: dict[str, str], *, workers: int = 2) -> Iterator[Service]:
    """The whole thing as people run it: supervisor, web workers, background worker."""
    port = free_port()
    service = Service(home, environ, port, start(environ, port, workers))
    try:
        wait_for(port, service.process)
        yield service
    finally:
        service.process.send_signal(signal.SIGINT)
        service.process.wait(PATIENCE)


def start(environ: dict[str, str], port: int, workers: int) -> subprocess.Popen[bytes]:
    """`huiying serve`, not waited for."""
    arguments = ["serve", "--port", str(port), "--workers", str(workers)]
    return subprocess.Popen(
        [sys.executable, "-m", "huiying", *arguments], env=environ, stderr=subprocess.DEVNULL
    )


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"the service ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("the service did not start")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="huiying-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
