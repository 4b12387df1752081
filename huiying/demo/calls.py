"""The telephone of the last two weeks: calls that became cases, calls that nobody could answer.

Draws on chance of its own, so that the lives of the cases stay as they are.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.demo.content.people import Resident
from huiying.demo.simulation import Life, Simulation
from huiying.telephony import actions as telephony
from huiying.telephony.models import Call

KEPT = timedelta(days=14)
WAITS = (3, 9, 24)  # seconds from the first ring to the answer: shortest, usual, longest
TALKS = (50, 130, 420)
EARLIER = 0.06  # share of callers who did not get through at their first try
# Minutes before the end at which somebody rang in vain, and what became of it: done, or why not.
MISSED = ((14, ""), (31, ""), (52, "no_answer"), (75, ""), (190, "done"))


def received(s: Simulation, new: NewCase, taker: Actor) -> Case:
    """A voice taken in; one by telephone lately came by a call."""
    lately = s.now >= s.end - KEPT
    if new.channel != "hotline" or not lately or taker not in s.by_role["operator"]:
        return cases.receive(new, actor=taker, at=s.now)
    call = _answered(s, new.reporter.phone if new.reporter else "", taker)
    return telephony.take_in(
        new, outcome="receive", actor=taker, at=s.now, key=f"demo-call-{call.pk}", call_id=call.pk
    )


def add(s: Simulation, people: list[Resident]) -> None:
    """Those who wait to be called back when the demonstration ends."""
    for place, (minutes, then) in enumerate(MISSED):
        at = s.end - timedelta(minutes=minutes)
        s.add(at, _in_vain(s, people[-1 - place].phone, f"v{place}", then))


def _answered(s: Simulation, number: str, operator: Actor) -> Call:
    """The call that has just ended; its screen was opened when it was answered."""
    extension = f"80{s.by_role['operator'].index(operator) + 1:02}"
    telephony.sit(number=extension, actor=operator, at=s.now)
    chance = Random(s.now.isoformat())  # noqa: S311 (an invented call, no secret)
    answered = s.now - timedelta(seconds=round(chance.triangular(TALKS[0], TALKS[2], TALKS[1])))
    rang = answered - timedelta(seconds=round(chance.triangular(WAITS[0], WAITS[2], WAITS[1])))
    name = f"demo-{rang.timestamp():.0f}-{extension}"
    if number and chance.random() < EARLIER:
        _vain(s, f"{name}-first", number, rang - timedelta(minutes=chance.randint(2, 20)))
    _tell(s, name, "ringing", rang, number, extension)
    call = _tell(s, name, "answered", answered, number, extension)
    telephony.open_call(call_id=call.pk, actor=operator, at=s.now)
    return _tell(s, name, "ended", s.now, number, extension)


def _in_vain(s: Simulation, number: str, name: str, then: str) -> Life:
    """Nobody was free; perhaps an operator has called back since."""
    recall = _vain(s, f"demo-{name}", number, s.now).recalls.get()
    yield s.now + timedelta(minutes=6)
    if not then:
        return
    operator = s.by_role["operator"][0]
    telephony.take(recall_id=recall.pk, actor=operator, at=s.now)
    if then == "done":
        telephony.done(recall_id=recall.pk, actor=operator, at=s.now)
    else:
        telephony.fail(recall_id=recall.pk, why=then, actor=operator, at=s.now)


def _vain(s: Simulation, name: str, number: str, at: datetime) -> Call:
    _tell(s, name, "ringing", at, number)
    return _tell(s, name, "missed", at + timedelta(seconds=32), number)


def _tell(
    s: Simulation, name: str, kind: str, at: datetime, number: str, extension: str = ""
) -> Call:
    """As an exchange would tell it, now."""
    call = {"id": name, "number": number, "extension": extension}
    said = {"id": f"{name}-{kind}", "type": f"call.{kind}", "at": at.isoformat(), "call": call}
    return telephony.take_message(body=json.dumps(said).encode(), at=s.now)[0]
