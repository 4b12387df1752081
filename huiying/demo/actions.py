"""Building the demonstration: the district, then its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from django.db import transaction

from huiying.cases.models import Case
from huiying.column.actions import reckon
from huiying.demo import calls, column, consult, directory, knowledge, orders, relay, whistles
from huiying.demo.content.people import Resident, residents
from huiying.demo.content.voices import Voice, handling, voices
from huiying.demo.lives import life
from huiying.demo.simulation import LOCAL, Simulation, arrivals, clockwork
from huiying.demo.story import Story
from huiying.demo.waiting import endings
from huiying.directory.models import Unit
from huiying.insights import filling
from huiying.journal.delivery import deliver_pending
from huiying.lib.errors import Refused

RESIDENTS = 2000


class NotEmpty(Refused):
    code = "not_empty"
    message = "这里已经有单位或案件，演示数据不能混进真实数据。"
    hint = "请换一个空的 HUIYING_HOME（或数据库），再运行 huiying demo。"


@dataclass(frozen=True)
class Told:
    """What was built: cases by state, wake-ups, verbs that the domain refused."""

    cases: int
    states: dict[str, int]
    steps: int
    refused: Counter[str]


def empty() -> bool:
    return not (Case.objects.exists() or Unit.objects.exists())


def build(
    *,
    until: datetime,
    days: int = 60,
    count: int = 1500,
    seed: int = 7,
    say: Callable[[str], None] | None = None,
) -> Told:
    """A district whose last ``days`` days lie behind it, ``say`` being told each. Raises NotEmpty.

    One transaction: who is interrupted leaves an empty database behind and begins again.
    """
    if not empty():
        raise NotEmpty
    start = until - timedelta(days=days)
    with transaction.atomic():
        built = directory.build(at=start - timedelta(days=1), seed=seed)
        s = Simulation(built, Random(seed), start, until)  # noqa: S311 (invented lives, no secret)
        people = residents(s.rng, RESIDENTS)
        for at, story in _stories(s, count, people):
            s.add(at, life(s, story))
        for at, ending in endings(s, people):
            s.add(max(at, start), ending)
        s.add(start, clockwork(s))
        column.add(s)
        knowledge.add(s)
        whistles.add(s)
        orders.add(s)
        consult.add(s)
        calls.add(s, people)
        s.run(say)
        relay.add(s)
    filling.fill(until)  # else the board would fill before the visitor's eyes
    deliver_pending(until)
    reckon(until)
    states = Counter(Case.objects.values_list("state", flat=True))
    return Told(sum(states.values()), dict(states), s.done, s.refused)


def _stories(s: Simulation, count: int, people: list[Resident]) -> list[tuple[datetime, Story]]:
    """Who calls when and about what: the season's matters, clusters, people who call again."""
    moments = arrivals(s, count)
    told: list[Voice] = []
    for (_year, month), group in groupby(moments, key=_month):
        first = len(told)
        for one in voices(s.rng, s.built.district, len(list(group)), month=month):
            again = None if one.repeats is None else one.repeats + first
            told.append(replace(one, repeats=again))
    callers: list[Resident] = []
    clusters: dict[str, int] = {}
    found = []
    for at, said in zip(moments, told, strict=True):
        who = s.rng.choice(people) if said.repeats is None else callers[said.repeats]
        callers.append(who)
        hard = s.often("hard to reach", 0.05)
        found.append((at, Story(said, who, handling(s.rng, said), clusters, hard)))
    return found


def _month(at: datetime) -> tuple[int, int]:
    local = at.astimezone(LOCAL)
    return local.year, local.month
