"""Drawing a sample 抽样 that nobody who is checked can foresee, and that anybody can reckon again.

Each candidate gets a number from 0 to 1 out of the plan's salt (HMAC-SHA-256 of case and cycle).
Below the plan's rate it is drawn: a simple random sample whatever comes in whichever order. So that
small strata are seen too, each gets at the end of a week at least so many: those of its candidates
that were not drawn with the lowest numbers. Without the salt the numbers look like chance; with it
an auditor reckons every draw again. Pure.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

WHOLE = 1 << 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case in a cycle, and the stratum it belongs to."""

    case: int
    cycle: int
    stratum: int


def number(salt: str, *what: object) -> float:
    """From 0 up to 1, the same for the same things."""
    said = ":".join(map(str, what)).encode()
    return int.from_bytes(hmac.new(salt.encode(), said, sha256).digest()[:8]) / WHOLE


def drawn(salt: str, one: Candidate, rate: float) -> bool:
    return number(salt, "draw", one.case, one.cycle) < rate


def topped_up(
    salt: str, candidates: Iterable[Candidate], have: dict[int, int], least: int
) -> list[Candidate]:
    """Those to be drawn besides, so that each stratum has ``least`` where it has so many at all."""
    rest: dict[int, list[Candidate]] = {}
    for one in candidates:
        rest.setdefault(one.stratum, []).append(one)
    found = []
    for stratum, some in rest.items():
        wanted = max(0, least - have.get(stratum, 0))
        some.sort(key=lambda one: number(salt, "draw", one.case, one.cycle))
        found += some[:wanted]
    return found


def chosen(salt: str, case: int, people: Sequence[int], seen: dict[int, int]) -> int | None:
    """Who checks: among those who have checked this unit least of late, one by chance."""
    if not people:
        return None
    fewest = min(seen.get(person, 0) for person in people)
    fair = [person for person in people if seen.get(person, 0) == fewest]
    return min(fair, key=lambda person: number(salt, "who", case, person))
