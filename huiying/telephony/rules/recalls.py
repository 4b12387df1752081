"""The course of a call back 回拨 to somebody whose call was missed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huiying.lib.machine import Machine, Transition

TRIES = 3  # before it may be given up


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class State(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    GIVEN_UP = "given_up"


STATE_LABELS: dict[State, str] = {
    State.WAITING: _("待回拨"),
    State.TAKEN: _("回拨中"),
    State.DONE: _("已回拨"),
    State.GIVEN_UP: _("多次未通"),
}
OPEN = frozenset({State.WAITING, State.TAKEN})


class Failure(StrEnum):
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    WRONG = "wrong"


FAILURE_LABELS: dict[Failure, str] = {
    Failure.NO_ANSWER: _("无人接听"),
    Failure.BUSY: _("占线"),
    Failure.OFF: _("关机或不在服务区"),
    Failure.WRONG: _("空号或打错"),
}


@dataclass(frozen=True, slots=True)
class Verb:
    name: str
    label: str
    sources: frozenset[State]
    target: State


W, T = State.WAITING, State.TAKEN
VERBS: tuple[Verb, ...] = (
    Verb("take", _("我来回拨"), frozenset({W}), T),
    Verb("release", _("交还"), frozenset({T}), W),
    Verb("fail", _("没打通"), frozenset({T}), T),
    Verb("done", _("已打通"), frozenset({T}), State.DONE),
    Verb("give_up", _("不再回拨"), frozenset({T}), State.GIVEN_UP),
)
BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}
MACHINE: Machine[State] = Machine(
    states=tuple(State),
    initial=W,
    terminal=frozenset({State.DONE, State.GIVEN_UP}),
    transitions=(
        *(Transition(v.name, v.sources, v.target) for v in VERBS),
        # Who calls again and gets through need not be called back.
        Transition("reached", OPEN, State.DONE),
    ),
)
