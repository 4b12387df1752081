"""The supervisor keeps processes running and stops them together."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from huiying.config import homelock, supervisor, tending
from huiying.config.supervisor import Child, PortTaken, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN_REST = "p.Path(sys.argv[1]).touch(); time.sleep(60)"
STUBBORN = [
    sys.executable,
    "-c",
    "import pathlib as p, signal as s, sys, time; s.signal(s.SIGTERM, s.SIG_IGN);" + STUBBORN_REST,
]


def interrupt_after(condition: object, number: signal.Signals = signal.SIGTERM) -> None:
    """Signal this very process once ``condition()`` holds, as Ctrl-C or an init system would."""

    def wait() -> None:
        end = time.monotonic() + 10
        while not condition() and time.monotonic() < end:  # type: ignore[operator]
            time.sleep(0.02)
        os.kill(os.getpid(), number)

    threading.Thread(target=wait, daemon=True).start()


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_taken_port_is_refused_before_anything_starts() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken, match=str(other.getsockname()[1])) as refusal:
            supervisor.refuse_taken_port("127.0.0.1", other.getsockname()[1])
    assert "--port" in refusal.value.hint


def test_a_free_port_is_fine_and_an_unknown_host_is_not() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    supervisor.refuse_taken_port("127.0.0.1", port)
    with pytest.raises(PortTaken, match="no such host"):
        supervisor.refuse_taken_port("no such host", port)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_stops_every_child(number: signal.Signals) -> None:
    children = [Child("web", SLEEP), Child("worker", SLEEP)]
    interrupt_after(lambda: all(c.process for c in children), number)
    assert Supervisor(children, beat=0.02).run() == 0
    assert [c.process.returncode for c in children if c.process] == [-signal.SIGTERM] * 2


def test_a_child_that_will_not_stop_is_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    ready = tmp_path / "ready"
    child = Child("web", [*STUBBORN, str(ready)])
    interrupt_after(ready.exists)
    Supervisor([child], beat=0.02).run()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_a_dead_child_is_started_again_with_growing_pauses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"], pause=0.01)
    interrupt_after(lambda: child.starts >= 3)
    Supervisor([child], beat=0.01).run()
    assert child.starts >= 3
    assert child.pause >= 0.04
    assert "worker" in capsys.readouterr().err


def test_a_child_that_lived_long_is_started_again_quickly() -> None:
    child = Child("web", ["true"], pause=30.0)
    child.start(now=0.0)
    assert child.process is not None
    child.process.wait()
    child.look(now=supervisor.HEALTHY_AFTER + 1)
    assert child.due == supervisor.HEALTHY_AFTER + 1 + supervisor.FIRST_PAUSE


def test_children_die_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = (
        "import sys; from huiying.config.supervisor import Child, Supervisor\n"
        "c = Child('web', [sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"Supervisor([c]).run(lambda: open({str(note)!r}, 'w').write(str(c.process.pid)))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    end = time.monotonic() + 10
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    gone = Path(f"/proc/{note.read_text()}")
    while gone.exists() and "Z" not in (gone / "stat").read_text() and time.monotonic() < end:
        time.sleep(0.02)
    assert not gone.exists() or ") Z " in (gone / "stat").read_text()


def test_the_address_is_announced_once_the_port_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert supervisor.announce("0.0.0.0", server.getsockname()[1])
        assert f"http://127.0.0.1:{server.getsockname()[1]}/" in capsys.readouterr().err
    assert not supervisor.announce("127.0.0.1", server_port_that_is_closed())


def server_port_that_is_closed() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_service_is_tended_by_a_process_without_django(tmp_path: Path) -> None:
    child = ("napper", (sys.executable, "-c", "import time; time.sleep(60)"))
    service = tending.Service(str(tmp_path), "127.0.0.1", server_port_that_is_closed(), (child,))
    code = (
        "import json, sys; from huiying.config.tending import Service;"
        "Service(**json.loads(sys.argv[1])).become()"
    )
    given = json.dumps(asdict(service))
    tended = subprocess.Popen([sys.executable, "-c", code, given], stderr=subprocess.DEVNULL)
    try:
        children = Path(f"/proc/{tended.pid}/task/{tended.pid}/children")
        assert wait_until(lambda: bool(children.read_text()))
        napper = children.read_text().split()[0]
        assert "tending" in Path(f"/proc/{tended.pid}/cmdline").read_text()
        assert "django" not in Path(f"/proc/{tended.pid}/maps").read_text()
        with pytest.raises(homelock.InUse), homelock.exclusive(tmp_path):
            pass
    finally:
        tended.terminate()
    assert tended.wait(30) == 0
    assert not Path(f"/proc/{napper}").exists()


def test_a_service_beside_a_restore_is_refused_with_the_reason(tmp_path: Path) -> None:
    service = tending.Service(str(tmp_path), "127.0.0.1", 1, ())
    with homelock.exclusive(tmp_path):
        assert tending.main([json.dumps(asdict(service))]) == 1
