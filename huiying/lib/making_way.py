"""Work that can wait makes way while the machine is wanted by those who cannot."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENT = "patient"  # the queue of such work
CROWDED = 0.1  # a thread that waited so long beside each second it ran was in somebody's way
STALLED = 0.2  # part of the time in which anybody on the machine waited for a processor
RESTS = 9  # times as long as it took, a database's work for it included
LONGEST = 30.0  # seconds: it has a queue of its own, so nothing else waits behind it


@contextmanager
def making_way(sleep: Callable[[float], object] = time.sleep) -> Iterator[None]:
    """After the work within, rest if the processors were wanted by others meanwhile.

    How long the kernel let this thread run and let it wait is what Linux counts, and how long
    anybody waited: a database that works for this thread is in the way of others though the thread
    itself only waits for the answer. Where nothing is counted there is no rest.
    """
    before, start = _counted(), time.monotonic()
    yield
    ran, waited, stalled = (now - then for now, then in zip(_counted(), before, strict=True))
    took = time.monotonic() - start
    if waited > ran * CROWDED or stalled > took * STALLED:
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


def _counted() -> tuple[float, float, float]:
    """Seconds this thread has run, has waited for a processor, and anybody has waited for one."""
    ran, waited = 0.0, 0.0
    with suppress(OSError):
        fields = Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()
        ran, waited = int(fields[0]) / 1e9, int(fields[1]) / 1e9
    stalled = 0.0
    with suppress(OSError):  # a kernel may count no pressure, or keep it to itself
        some = Path("/proc/pressure/cpu").read_text(encoding="ascii").split("\n", 1)[0]
        stalled = int(some.rpartition("total=")[2]) / 1e6
    return ran, waited, stalled
