"""Who reads the journal. Apps subscribe in their ``handlers`` module, imported by ``ready()``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiying.journal.models import Entry

Reader = Callable[[Sequence[Entry], datetime], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    name: str
    read: Reader
    batch: int = 500


_subscriptions: dict[str, Subscription] = {}


def subscribe(name: str, *, batch: int = 500) -> Callable[[Reader], Reader]:
    """Have ``read(entries, at)`` called with every entry, in order, in the cursor's transaction.

    What it writes to the database happens exactly once; what it does outside, at least once.
    """

    def register(read: Reader) -> Reader:
        if name in _subscriptions and _subscriptions[name].read is not read:
            raise ValueError(f"two subscribers named {name}")
        _subscriptions[name] = Subscription(name, read, batch)
        return read

    return register


def subscriptions() -> tuple[Subscription, ...]:
    return tuple(_subscriptions.values())
