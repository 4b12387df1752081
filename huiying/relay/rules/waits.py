"""When to try again, and when to ask how it stands. Pure.

A foreign server has its nights and its holidays: what could not be sent is tried for four days;
what is being handled there is asked about often at first, later a few times a day.
"""

from __future__ import annotations

from datetime import timedelta

SENDING = tuple(
    timedelta(seconds=seconds)
    for seconds in (30, 120, 600, 1800, 7200, 6 * 3600, 12 * 3600, 24 * 3600, 48 * 3600)
)
TOKEN = timedelta(minutes=2)
SOON, DAY, LATER = timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)
SERVICES = timedelta(days=1)
FOLLOWED = timedelta(days=400)  # longer than any limit; what is open then is left as it is
TROUBLE = 3  # asks without an answer before people are told


def again(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None to give up."""
    return SENDING[tries - 1] if tries <= len(SENDING) else None


def next_ask(age: timedelta, failures: int) -> timedelta:
    """When to ask again about a request of this age, after so many asks without an answer."""
    usual = SOON if age < timedelta(hours=2) else DAY if age < timedelta(days=3) else LATER
    return min(max(usual, SENDING[min(failures, 6)]), timedelta(hours=12)) if failures else usual
