"""The background process: queued tasks in one thread, the clock's work in the other."""

import logging
import os
import signal
import socket
import sys
import threading
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from huiying.config.scheduler import Scheduler

log = logging.getLogger(__name__)

BEAT = 0.5  # seconds between two looks at the clock
# Seconds after which one thread lets the other go on. The usual 5 ms would be waited for after each
# statement of a transaction while the other thread reckons, and every writer with it.
SWITCH = 0.0002
QUEUE_LOOK = 1.0  # seconds between two looks into an empty queue

PATIENCE = 15.0  # seconds for a running task to end


class Background:
    """Both loops. ``stop`` may be set from anywhere, a signal included."""

    def __init__(self) -> None:
        self.scheduler = Scheduler()
        self.stop = threading.Event()

    def once(self) -> None:
        """Everything due now: clock, queue, and the clock again for what tasks recorded."""
        self.scheduler.tick(timezone.now())
        _queue(batch=True).run()
        self.scheduler.due.clear()
        self.scheduler.tick(timezone.now())

    def run(self) -> None:
        """Until SIGINT or SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._noted)
        sys.setswitchinterval(SWITCH)
        queue = _queue(batch=False)
        thread = threading.Thread(target=self._work, args=(queue,), name="tasks", daemon=True)
        thread.start()
        while not self.stop.is_set():
            close_old_connections()
            self.scheduler.tick(timezone.now())
            self.stop.wait(BEAT)
        queue.running = False
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


def _queue(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=QUEUE_LOOK,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
    )
