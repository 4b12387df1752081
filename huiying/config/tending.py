"""What ``huiying serve`` becomes once all is checked: a supervisor that needs no Django.

A running service spends its memory on answering, not on the process that watches the others.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from huiying.config import homelock, supervisor
from huiying.lib.errors import Refused


@dataclass(frozen=True)
class Service:
    """What is to be kept running. ``children``: name and command; ``known``: who may sign in."""

    home: str
    host: str
    port: int
    children: tuple[tuple[str, tuple[str, ...]], ...]
    known: str = ""

    def become(self) -> None:
        """This process goes on as the supervisor, under the same number."""
        sys.stdout.flush()
        sys.stderr.flush()
        given = json.dumps(asdict(self))
        os.execv(sys.executable, [sys.executable, "-m", __name__, given])  # noqa: S606

    def tend(self) -> int:
        """Run all until Ctrl-C; returns the exit code."""
        with homelock.shared(Path(self.home)):
            children = [supervisor.Child(name, command) for name, command in self.children]
            return supervisor.Supervisor(children).run(self._announce)

    def _announce(self) -> bool:
        if not supervisor.announce(self.host, self.port):
            return False
        if self.known:
            supervisor.say(self.known)
        return True


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 stopped, 1 refused."""
    try:
        return Service(**json.loads(arguments[0])).tend()
    except Refused as problem:
        supervisor.say(f"huiying: {problem}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
