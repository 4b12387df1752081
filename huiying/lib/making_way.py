"""Work that can wait makes way while the machine is wanted by those who cannot."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENT = "patient"  # the queue of such work
CROWDED = 0.1  # a thread that waited so long beside each second it ran was in somebody's way
RESTS = 9  # times as long as it took, a database's work for it included
LONGEST = 30.0  # seconds: it has a queue of its own, so nothing else waits behind it


@contextmanager
def making_way(sleep: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """After the work within, rest if the processors were wanted by others meanwhile.

    How long the kernel let this thread run and let it wait is what Linux counts; where nothing is
    counted there is no rest.
    """
    (ran_before, waited_before), start = _counted(), time.monotonic()
    yield
    (ran, waited), took = _counted(), time.monotonic() - start
    if waited - waited_before > (ran - ran_before) * CROWDED:
        sleep(min(took * RESTS, LONGEST))


def politely(
    items: Iterable[T], *, each: int = 500, sleep: Callable[[float], object] = time.sleep
) -> Iterator[T]:
    """The items, with a rest after every ``each`` of them where the processors were wanted."""
    rest = iter(items)
    while True:
        with making_way(sleep):
            found = 0
            for item in islice(rest, each):
                found += 1
                yield item
        if found < each:
            return


def _counted() -> tuple[float, float]:
    """Seconds this thread has run, and has waited for a processor."""
    try:
        fields = Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()
    except OSError:
        return 0.0, 0.0
    return int(fields[0]) / 1e9, int(fields[1]) / 1e9
