"""The background process: queued tasks, tasks that can wait, and the clock, each in a thread."""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from huiying.config.scheduler import Scheduler
from huiying.lib.making_way import PATIENT, making_way

log = logging.getLogger(__name__)

BEAT = 0.5  # seconds between two looks at the clock
# Seconds after which one thread lets the other go on. The usual 5 ms would be waited for after each
# statement of a transaction while the other thread reckons, and every writer with it.
SWITCH = 0.0002
QUEUE_LOOK = 1.0  # seconds between two looks into an empty queue

PATIENCE = 15.0  # seconds for a running task to end


class Background:
    """All three loops. ``stop`` may be set from anywhere, a signal included."""

    def __init__(self) -> None:
        self.scheduler = Scheduler()
        self.stop = threading.Event()

    def once(self) -> None:
        """Everything due now: clock, queue, and the clock again for what tasks recorded."""
        self.scheduler.tick(timezone.now())
        _queue("*", batch=True).run()
        self.scheduler.due.clear()
        self.scheduler.tick(timezone.now())

    def run(self) -> None:
        """Until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._noted)
        sys.setswitchinterval(SWITCH)
        queues = {"tasks": _queue(without=PATIENT), PATIENT: _queue(PATIENT, self.stop.wait)}
        threads = [
            threading.Thread(target=self._work, args=(queue,), name=name, daemon=True)
            for name, queue in queues.items()
        ]
        for thread in threads:
            thread.start()
        while not self.stop.is_set():
            close_old_connections()
            self.scheduler.tick(timezone.now())
            self.stop.wait(BEAT)
        for queue in queues.values():
            queue.running = False
        for thread in threads:
            thread.join(PATIENCE)

    def _work(self, queue: Worker) -> None:
        try:
            queue.run()
        except Exception:
            log.exception("the task queue stopped")
        finally:
            self.stop.set()  # the supervisor starts the whole process again

    def _noted(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stop.set()


class _Queue(Worker):
    """Runs the tasks of some queues; with a ``rest``, it makes way after each."""

    rest: Callable[[float], object] | None = None

    def run_task(self, db_task_result: "DBTaskResult[..., Any]") -> None:
        if self.rest is None:
            super().run_task(db_task_result)
            return
        with making_way(self.rest):
            super().run_task(db_task_result)


def _queue(
    name: str = "*",
    rest: Callable[[float], object] | None = None,
    *,
    without: str = "",
    batch: bool = False,
) -> Worker:
    queue = _Queue(
        queue_names=[name],
        excluded_queue_names=[without] if without else [],
        interval=QUEUE_LOOK,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
    )
    queue.rest = rest
    return queue
