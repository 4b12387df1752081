"""The life of an article 知识条目: every state, every verb, who may do it and where it leads. Pure.

A published article that is written anew keeps being told in its published words until the new
version is published too: nobody reads half a change to a caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huiying.lib.machine import Machine, Transition


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class State(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


STATE_LABELS: dict[State, str] = {
    State.DRAFT: _("草稿"),
    State.PUBLISHED: _("已发布"),
    State.RETIRED: _("已停用"),
}

# The hotline's side answers for what is told; a unit writes about its own business.
EDITORS = frozenset({"editor", "supervisor"})
UNIT = frozenset({"handler", "street"})
WRITERS = EDITORS | UNIT


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to an article; ``target`` None: the state stays."""

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    by: frozenset[str]
    primary: bool = False


S = State
LIVE = frozenset({S.DRAFT, S.PUBLISHED})
VERBS: tuple[Verb, ...] = (
    Verb("edit", _("修改"), LIVE, None, WRITERS),
    Verb("publish", _("发布"), LIVE, S.PUBLISHED, EDITORS, primary=True),
    Verb("review", _("确认仍然有效"), frozenset({S.PUBLISHED}), None, WRITERS),
    Verb("retire", _("停用"), LIVE, S.RETIRED, EDITORS),
    Verb("restore", _("恢复为草稿"), frozenset({S.RETIRED}), S.DRAFT, EDITORS),
)
BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}

MACHINE: Machine[State] = Machine(
    states=tuple(State),
    initial=S.DRAFT,
    terminal=frozenset(),
    transitions=tuple(Transition(v.name, v.sources, v.target) for v in VERBS),
)


def allowed(state: State, *, newer: bool) -> tuple[Verb, ...]:
    """The verbs possible in a state; ``newer``: there is a version that is not published yet."""
    found = tuple(verb for verb in VERBS if state in verb.sources)
    return found if newer else tuple(verb for verb in found if verb.name != "publish")
