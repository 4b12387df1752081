"""Keeps the processes of one service running, and stops them together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from huiying.config.say import _
from huiying.lib.errors import Refused

# glibc gives large blocks back to the system at once, and keeps two heaps, not one per thread.
SPARING = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "1048576"}
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a dead child is started again
HEALTHY_AFTER = 60.0  # seconds: a child that lived this long did not die of its start
PATIENCE = 20.0  # seconds for children to stop by themselves
PR_SET_PDEATHSIG = 1  # Linux: the kernel signals a child when its parent dies


class PortTaken(Refused):
    code = "port_taken"


def refuse_taken_port(host: str, port: int) -> None:
    """Raise when somebody listens there already: granian would silently share the port."""
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise PortTaken(_("无法识别监听地址 %(host)s"), host=host) from None
    with socket.socket(address[0], socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address[4])
        except OSError as error:
            raise PortTaken(
                _("无法监听 %(host)s:%(port)s（%(why)s）"),
                hint=_("请停止占用它的程序，或换一个端口：--port 8001"),
                host=host,
                port=port,
                why=error.strerror,
            ) from None


def announce(host: str, port: int) -> bool:
    """Print the address people open, if the port answers by now."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    with contextlib.suppress(OSError), socket.create_connection((reachable, port), 1):
        shown = f"[{reachable}]" if ":" in reachable else reachable
        say(_("回应已启动：%(url)s  （Ctrl-C 停止）") % {"url": f"http://{shown}:{port}/"})
        return True
    return False


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the kernel send this very process a signal when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


@dataclass
class Child:
    """One process to keep alive. ``starts`` counts how often it was started."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    starts: int = field(default=0)

    def start(self, now: float) -> None:
        # A session of its own: Ctrl-C reaches only the supervisor, which then stops all in order.
        self.process = subprocess.Popen(  # noqa: S603  (our own fixed commands)
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**SPARING, **os.environ},
            preexec_fn=die_with_parent,  # noqa: PLW1509  (the supervisor has one thread)
        )
        self.started = now
        self.starts += 1

    def look(self, now: float) -> None:
        """Notice a death and plan the next start; start when it is due."""
        if self.process is None:
            if now >= self.due:
                self.start(now)
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started > HEALTHY_AFTER:
            self.pause = FIRST_PAUSE
        self.process, self.due = None, now + self.pause
        say(
            _("进程 %(name)s 意外退出（%(code)s），%(pause)s 秒后重新启动")
            % {"name": self.name, "code": code, "pause": f"{self.pause:g}"}
        )
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """Runs until SIGINT or SIGTERM; a second signal does not wait for children any longer."""

    def __init__(self, children: Sequence[Child], beat: float = 0.2) -> None:
        self.children = children
        self.beat = beat
        self.signals = 0

    def run(self, ready: Callable[[], bool] = lambda: True) -> int:
        """Start all, ask ``ready`` until it is, watch, stop all. Returns the exit code."""
        previous = {n: signal.signal(n, self._noted) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            told = False
            while not self.signals:
                self._look()
                told = told or ready()
                time.sleep(self.beat)
        finally:
            self.stop()
            for number, handler in previous.items():
                signal.signal(number, handler)
        return 0

    def stop(self) -> None:
        """Ask every child to stop; kill those that do not within ``PATIENCE`` seconds."""
        asked, end = self.signals, time.monotonic() + PATIENCE
        for child in self.children:
            child.signal(signal.SIGTERM)
        while self._alive() and time.monotonic() < end and self.signals <= asked:
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _look(self) -> None:
        for child in self.children:
            child.look(time.monotonic())

    def _alive(self) -> bool:
        return any(c.process is not None and c.process.poll() is None for c in self.children)

    def _noted(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.signals += 1
