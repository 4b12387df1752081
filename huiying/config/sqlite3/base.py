"""SQLite lets one transaction write at a time; here the others stand in line.

SQLite itself makes a second writer sleep and look again, up to a tenth of a second each time, and
whoever looks first goes first. A file lock taken before BEGIN IMMEDIATE is a real queue instead:
the kernel wakes the next one at once. Programs that do not know it are still held off by SQLite's
own lock.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread; ``_turn`` is its own place in the queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None
        self._writing = False

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()
            if self._turn is not None:
                os.close(self._turn)
                self._turn = None

    def _wait_for_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._writing or self.is_in_memory_db():
            return
        if self._turn is None:
            self._turn = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        self._writing = True

    def _end_turn(self) -> None:
        if self._writing and self._turn is not None:
            self._writing = False
            fcntl.flock(self._turn, fcntl.LOCK_UN)
