"""Sixty days of a district, lived through the real actions by a simulated clock.

Every case is a generator that acts and yields the moment at which it goes on; the simulation wakes
them in the order of time. What lies after the end does not happen: the last days stay alive.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.accounts.models import Person
from huiying.accounts.queries import actor_of
from huiying.cases import access
from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.demo.directory import Built
from huiying.directory import queries as directory
from huiying.dispatch import actions as dispatch
from huiying.lib import workdays
from huiying.lib.errors import Refused

LOCAL = ZoneInfo("Asia/Shanghai")
Life = Iterator[datetime]
T = TypeVar("T")
DAY = (7, 20)  # hours between which units work when their limit leaves the choice
DUTY = (7, 22)  # hours in which somebody takes in and dispatches, on every day of the year
QUALITY = (0.64, 0.97, 0.88)  # worst, best and usual share of people content at the first call
FIRST_OWED = 0.55  # how near the first occurrence of what happens now and then is


@dataclass
class Simulation:
    """The clock, the people, and who is to be woken when."""

    built: Built
    rng: Random
    start: datetime
    end: datetime
    now: datetime = field(init=False)
    refused: Counter[str] = field(default_factory=Counter)
    done: int = 0
    _queue: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _order: int = 0
    _owed: dict[str, float] = field(default_factory=dict)
    _turn: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.now = self.start
        people = {p.username: p for p in Person.objects.all()}
        on = self.end.astimezone(LOCAL).date()
        self.by_role: dict[str, list[Actor]] = {}
        self.by_unit: dict[int, list[Actor]] = {}
        for one in self.built.staff:
            actor = actor_of(people[one.username], on)
            self.by_role.setdefault(one.role, []).append(actor)
            if one.role in ("handler", "street"):
                self.by_unit.setdefault(self.built.units[one.unit_code], []).append(actor)
        rules = PublicRule.objects.values_list("category_id", flat=True)
        self.public = frozenset(rules)
        # Some units do better than others: the share of people who are content at the first call.
        self.quality = {ident: self.rng.triangular(*QUALITY) for ident in self.built.units.values()}

    def pick(self, role: str, *, but: Actor | None = None) -> Actor:
        return self.rng.choice([a for a in self.by_role[role] if a is not but])

    def pick_seeing(self, role: str, case: Case) -> Actor:
        """Somebody with the role who may see the case: leaders of a street see their own only."""
        return self.rng.choice([a for a in self.by_role[role] if access.sees(a, case)])

    def handler(self, unit_id: int) -> Actor:
        """Somebody who handles a unit's cases: at the unit or the nearest above it."""
        for ident in directory.units().above(unit_id):
            if ident in self.by_unit:
                return self.rng.choice(self.by_unit[ident])
        raise LookupError(f"nobody handles the cases of unit {unit_id}")

    def lucky(self, share: float) -> bool:
        return self.rng.random() < share

    def often(self, what: str, share: float) -> bool:
        """True in this share of the calls with the same ``what``, evenly spread, so that what is
        rare happens in a small demonstration too."""
        owed = self._owed.get(what, FIRST_OWED) + share
        self._owed[what] = owed % 1
        return owed >= 1

    def turn(self, what: str, choices: Sequence[T]) -> T:
        """The choices one after another."""
        self._turn[what] += 1
        return choices[self._turn[what] % len(choices)]

    def soon(self, low: float, high: float) -> datetime:
        """A moment so many minutes later, at any time of day."""
        return self.now + timedelta(minutes=self.rng.uniform(low, high))

    def at_work(self, low: float, high: float, unit_id: int | None = None) -> datetime:
        """A moment so many working hours later."""
        hours = max(0.05, self.rng.uniform(low, high))
        calendar = directory.calendar_of(unit_id)
        return workdays.add(calendar, self.now, hours, workdays.Unit.WORK_HOURS)

    def on_duty(self, low: float, high: float) -> datetime:
        """A moment so many hours later, by day; weekends and holidays are days too."""
        at = self.now + timedelta(hours=self.rng.uniform(low, high))
        local = at.astimezone(LOCAL)
        if DUTY[0] <= local.hour < DUTY[1]:
            return at
        morning = datetime.combine(local.date(), time(DUTY[0]), LOCAL)
        return morning + timedelta(days=local.hour >= DUTY[1], minutes=self.rng.uniform(0, 60))

    def before(self, due: datetime | None, low: float, high: float) -> datetime:
        """A moment after such a share of the time left; in the morning rather than at night,
        where the limit allows it. When no time is left: as soon as can be."""
        if due is None or due <= self.now:
            return self.soon(10, 90)
        at = self.now + (due - self.now) * self.rng.uniform(low, high)
        local = at.astimezone(LOCAL)
        if DAY[0] <= local.hour < DAY[1]:
            return at
        morning = datetime.combine(local.date(), time(8), LOCAL)
        morning += timedelta(days=local.hour >= DAY[1], minutes=self.rng.uniform(0, 90))
        return morning if self.now < morning < due else at

    def add(self, at: datetime, life: Life) -> None:
        self._order += 1
        heapq.heappush(self._queue, (at, self._order, life))

    def run(self, say: Callable[[str], None] | None = None) -> None:
        """Wake everybody in order until the end."""
        last = None
        while self._queue and self._queue[0][0] <= self.end:
            self._wake()
            day = self.now.astimezone(LOCAL).date()
            if say and day != last:
                say(f"{day}")
                last = day

    def _wake(self) -> None:
        self.now, _order, life = heapq.heappop(self._queue)
        try:
            with transaction.atomic():
                again = next(life, None)  # the last act counts too: no exception may undo it
        except Refused as refused:
            # A verb that the domain refused ends this life; it is counted and shown, not hidden.
            self.refused[refused.code] += 1
            return
        self.done += 1
        if again is not None:
            self.add(max(again, self.now + timedelta(seconds=1)), life)


def clockwork(s: Simulation) -> Life:
    """What the background worker does: questions expire, paused clocks run again."""
    while True:
        cases.expire_requests(at=s.now)
        dispatch.resume_due(at=s.now)
        yield s.now + timedelta(hours=1)


def arrivals(s: Simulation, count: int) -> list[datetime]:
    """Moments of calls: more by day than by night, more on weekdays; in order."""
    days = max(1, (s.end - s.start).days)
    found: list[datetime] = []
    while len(found) < count:
        day = s.start.astimezone(LOCAL).date() + timedelta(days=s.rng.randrange(days + 1))
        if day.weekday() >= 5 and s.lucky(0.45):
            continue
        hour = min(23.9, max(0.0, s.rng.gauss(13, 4.2)))
        at = datetime.combine(day, time(), LOCAL) + timedelta(hours=hour)
        if s.start <= at < s.end:
            found.append(at)
    return sorted(found)
