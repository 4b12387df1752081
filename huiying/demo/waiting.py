"""What the last days leave waiting, so that every desk has work at whatever hour they end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta

from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.demo import calls
from huiying.demo.content.matters import BY_AREA, matters
from huiying.demo.content.people import Resident
from huiying.demo.content.voices import handling, voice
from huiying.demo.lives import opened
from huiying.demo.routes import dispatched, returned
from huiying.demo.simulation import Life, Simulation
from huiying.demo.story import Story, departments, lead_of
from huiying.demo.work import EXTENSIONS, PAUSES
from huiying.dispatch import actions as dispatch

Steps = Generator[datetime, None, Case]
# Matters of the units whose handler and whose street are printed.
DEPARTMENT = ("leak", "facade")
STREET = ("refuse", "street_trade")


def _received(s: Simulation, story: Story) -> Life:
    """Came in over the web and nobody has looked yet."""
    cases.receive(opened(s, story, "web"), actor=s.pick("operator"), at=s.now)
    yield s.end


def _filed(s: Simulation, story: Story) -> Steps:
    operator = s.pick("operator")
    case = calls.received(s, opened(s, story, "hotline"), operator)
    yield s.soon(2, 6)
    cases.file(case_id=case.pk, actor=operator, at=s.now)
    return case


def _unsigned(s: Simulation, story: Story) -> Steps:
    case = yield from _filed(s, story)
    yield s.soon(2, 6)
    dispatched(s, story, case, wrong=False)
    return case


def _contacted(s: Simulation, story: Story) -> Steps:
    case = yield from _unsigned(s, story)
    yield s.soon(3, 9)
    handler = s.handler(lead_of(case).unit_id)
    dispatch.sign(case_id=case.pk, actor=handler, at=s.now)
    yield s.soon(5, 20)
    dispatch.contact(case_id=case.pk, actor=handler, at=s.now, text="已电话联系诉求人，了解情况。")
    yield s.soon(3, 9)
    return case


def _extension(s: Simulation, story: Story) -> Life:
    case = yield from _contacted(s, story)
    handler = s.handler(lead_of(case).unit_id)
    text = s.turn("extensions", EXTENSIONS)
    dispatch.ask_extension(case_id=case.pk, actor=handler, at=s.now, text=text)


def _suspension(s: Simulation, story: Story) -> Life:
    case = yield from _contacted(s, story)
    handler, until = s.handler(lead_of(case).unit_id), s.now + timedelta(days=9)
    text = s.turn("pauses", PAUSES)
    dispatch.ask_suspension(case_id=case.pk, actor=handler, at=s.now, text=text, until=until)


def _question(s: Simulation, story: Story) -> Life:
    case = yield from _contacted(s, story)
    cases.ask(
        case_id=case.pk, actor=s.handler(lead_of(case).unit_id), at=s.now,
        text=story.words.question, due_at=s.now + timedelta(days=1),
    )  # fmt: skip


def _returned_twice(s: Simulation, story: Story) -> Life:
    """Two units say that it is not theirs: a supervisor has to decide."""
    case = yield from _filed(s, story)
    right = s.built.units[story.voice.unit]
    others = s.rng.sample([ident for ident in departments() if ident != right], 2)
    for unit_id in others:
        yield s.soon(10, 40)
        dispatch.dispatch(
            case_id=case.pk, unit_id=unit_id, actor=s.pick("dispatcher"), at=s.now,
            text="请按职责办理，如有异议及时退单。",
        )  # fmt: skip
        yield s.soon(20, 50)
        case.refresh_from_db()
        returned(s, story, case, unit_id)


Ending = Callable[[Simulation, Story], Life]
# What is left, of which matters, how often, and how many hours before the end it begins.
ENDINGS: tuple[tuple[Ending, tuple[str, ...], int, tuple[float, float]], ...] = (
    (_received, ("lamp", "shared_bike"), 2, (0.1, 0.5)),
    (_filed, ("leak", "refuse", "pothole", "ponding"), 4, (0.2, 0.9)),
    (_unsigned, DEPARTMENT, 3, (0.4, 1.1)),
    (_unsigned, STREET, 3, (0.4, 1.1)),
    (_extension, DEPARTMENT, 2, (1.6, 3.0)),
    (_extension, STREET, 1, (1.6, 3.0)),
    (_suspension, DEPARTMENT, 1, (1.6, 3.0)),
    (_question, STREET, 2, (1.2, 3.0)),
    (_question, DEPARTMENT, 1, (1.2, 3.0)),
    (_returned_twice, ("property_service", "illegal_building", "site_noise"), 3, (4.0, 9.0)),
)


def endings(s: Simulation, people: list[Resident]) -> Iterator[tuple[datetime, Life]]:
    """Every ending with the moment at which it begins."""
    for ending, keys, times, (latest, earliest) in ENDINGS:
        for number in range(times):
            story = _story(s, keys[number % len(keys)], s.rng.choice(people))
            yield s.end - timedelta(hours=s.rng.uniform(latest, earliest)), ending(s, story)


def _story(s: Simulation, key: str, person: Resident) -> Story:
    """One matter; what a street answers lies in the street whose sign-in is printed."""
    one, district = matters()[key], s.built.district
    where = district.of_kind("street")[0].code if one.unit == BY_AREA else ""
    said = voice(s.rng, district, matter=key, place=s.rng.choice(district.places_of(one.at, where)))
    return Story(said, person, handling(s.rng, said))
