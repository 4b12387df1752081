"""Building the demonstration: the district, then its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.cases.models import Case
from huiying.demo import directory
from huiying.demo.content.people import residents
from huiying.demo.content.voices import handling, voices
from huiying.demo.lives import Story, life
from huiying.demo.simulation import Simulation, arrivals, clockwork
from huiying.directory.models import Unit
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
    count: int = 1200,
    seed: int = 7,
    say: Callable[[str], None] | None = None,
) -> Told:
    """A district whose last ``days`` days lie behind it. Raises NotEmpty."""
    if not empty():
        raise NotEmpty
    start = until - timedelta(days=days)
    built = directory.build(at=start - timedelta(days=1), seed=seed)
    rng = Random(seed)  # noqa: S311 (invented lives, no secret)
    s = Simulation(built, rng, start, until)
    people = residents(rng, RESIDENTS)
    told = voices(rng, built.district, count, month=until.month)
    clusters: dict[str, int] = {}
    callers = [rng.choice(people) for _ in told]
    for number, (at, voice) in enumerate(zip(arrivals(s, count), told, strict=True)):
        who = callers[voice.repeats if voice.repeats is not None else number]
        callers[number] = who
        s.add(at, life(s, Story(voice, who, handling(rng, voice), clusters)))
    s.add(start, clockwork(s))
    s.run(say)
    deliver_pending(until)
    states = Counter(Case.objects.values_list("state", flat=True))
    return Told(sum(states.values()), dict(states), s.done, s.refused)
