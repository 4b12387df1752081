"""A real PostgreSQL for tests: Debian's binaries, a temporary folder, a free port."""

import atexit
import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")


def start() -> str:
    """Start a server, stop it when this process ends, and return its database URL."""
    binaries = _binaries()
    base = Path(tempfile.mkdtemp(prefix="huiying-pg-"))
    base.chmod(0o755)
    # PostgreSQL refuses to run as root; Debian's package brings the user for it.
    owner = "postgres" if os.geteuid() == 0 else getpass.getuser()
    folder = base / "data"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, pwd.getpwnam(owner).pw_gid)
    port = _free_port()
    initdb: list[str | Path] = [binaries / "initdb", "-D", folder, "-U", "huiying", "-A", "trust"]
    _run(owner, [*initdb, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
    )
    control: list[str | Path] = [binaries / "pg_ctl", "-D", folder, "-l", folder / "log", "-w"]
    atexit.register(_stop, owner, control, base)
    _run(owner, [*control, "-o", options, "start"])
    return f"postgresql://huiying@127.0.0.1:{port}/postgres"


def _binaries() -> Path:
    if (BINARIES / "initdb").exists():
        return BINARIES
    found = shutil.which("initdb")
    if found is None:
        raise SystemExit(
            "Tests on PostgreSQL need its server: apt-get install postgresql-15 "
            "(or put initdb and pg_ctl of version 15 or later on the PATH)."
        )
    return Path(found).resolve().parent


def _stop(owner: str, control: list[str | Path], base: Path) -> None:
    with contextlib.suppress(subprocess.CalledProcessError):
        _run(owner, [*control, "-m", "immediate", "stop"])
    shutil.rmtree(base, ignore_errors=True)


def _run(owner: str, command: list[str | Path]) -> None:
    prefix: list[str | Path] = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *command],
        cwd="/",
        stdout=subprocess.PIPE if command[-1] != "start" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL for tests: {command[0]} failed\n{done.stdout or ''}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
