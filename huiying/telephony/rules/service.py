"""How calls are answered, after GB/T 33358-2016《政府热线服务规范》. Pure.

The standard wants a call picked up within fifteen seconds and 95 % of the calls connected 接通率.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from huiying.lib.stats import Rate

PROMPT = timedelta(seconds=15)
CONNECTED = 0.95


@dataclass(frozen=True, slots=True)
class Service:
    """Calls that came in within some days. ``live`` ones are neither answered nor missed yet.

    ``wait``: the mean time from the first ring to the answer, None without any.
    """

    answered: int
    prompt: int
    missed: int
    live: int
    wait: timedelta | None

    @property
    def total(self) -> int:
        return self.answered + self.missed + self.live

    @property
    def connected(self) -> Rate:
        """Of the calls that are over or were answered, those somebody picked up."""
        return Rate(self.answered, self.answered + self.missed)

    @property
    def in_time(self) -> Rate:
        """Of the answered calls, those picked up within fifteen seconds."""
        return Rate(self.prompt, self.answered)

    @property
    def too_few_connected(self) -> bool:
        """Only said when the whole interval lies below what the standard wants."""
        interval = self.connected.interval
        return interval is not None and interval[1] < CONNECTED
