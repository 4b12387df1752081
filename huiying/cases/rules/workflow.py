"""The life of a case: every state, every verb, who may do it and where it leads.

The states are in `states`, the table of verbs in `verbs`; together they are one machine, which
feeds the database constraint, the buttons, the permissions, the diagram in the docs and the
property tests. Everybody else takes all of it from here. Pure: no Django.
"""

from __future__ import annotations

from huiying.cases.rules.states import (
    CLOSING_LABELS,
    DECLINING_LABELS,
    ENDED,
    OPEN,
    STATE_LABELS,
    WITH_UNIT,
    Closing,
    Declining,
    State,
)
from huiying.cases.rules.verbs import DESK, UNIT, VERBS, Verb
from huiying.lib.machine import Machine, Transition

__all__ = [
    "BY_NAME",
    "CLOSING_LABELS",
    "DECLINING_LABELS",
    "DESK",
    "ENDED",
    "MACHINE",
    "OPEN",
    "STATE_LABELS",
    "UNIT",
    "VERBS",
    "WITH_UNIT",
    "Closing",
    "Declining",
    "State",
    "Verb",
    "allowed",
]

BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}

MACHINE: Machine[State] = Machine(
    states=tuple(State),
    initial=State.RECEIVED,
    terminal=frozenset({State.VOID}),
    transitions=tuple(Transition(v.name, v.sources, v.target) for v in VERBS),
)


def allowed(state: State) -> tuple[Verb, ...]:
    """The verbs a person could do in this state, in the order of the table."""
    return tuple(v for v in VERBS if state in v.sources and not v.system)
