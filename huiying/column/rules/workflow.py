"""The life of an exposure 曝光: every state, every verb, who may do it and where it leads.

One table feeds the database constraint, the buttons, the permissions in the docs and the tests.
Pure: no Django.
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
    ANSWERED = "answered"
    RECHECKED = "rechecked"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[State, str] = {
    State.DRAFT: _("草稿"),
    State.PUBLISHED: _("待整改"),
    State.ANSWERED: _("待复核"),
    State.RECHECKED: _("复核通过"),
    State.CLOSED: _("已销号"),
    State.WITHDRAWN: _("已撤下"),
}
# What everybody may see. A draft is not there yet, a withdrawn one not any more.
PUBLIC: frozenset[State] = frozenset(
    {State.PUBLISHED, State.ANSWERED, State.RECHECKED, State.CLOSED}
)

EDITORS = frozenset({"editor", "supervisor"})
CHECKERS = frozenset({"editor", "supervisor", "inspector"})
UNIT = frozenset({"handler", "street"})
# Who may enter the column's desk at all.
DESK = EDITORS | CHECKERS | UNIT


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to an exposure; ``target`` None: the state stays.

    ``by`` are roles; a role of the unit's side acts only for exposures of its own unit. ``text``
    says what the words given with it are, "" when none are asked; they are required.
    """

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    by: frozenset[str]
    text: str = ""
    primary: bool = False


S = State
SHOWN = PUBLIC - {S.CLOSED}
VERBS: tuple[Verb, ...] = (
    Verb("edit", _("修改文字"), frozenset({S.DRAFT, S.PUBLISHED}), None, EDITORS),
    Verb("picture", _("处理照片"), SHOWN | {S.DRAFT}, None, EDITORS),
    Verb("publish", _("发布"), frozenset({S.DRAFT}), S.PUBLISHED, EDITORS, primary=True),
    Verb(
        "extend", _("调整整改期限"), frozenset({S.PUBLISHED}), None, EDITORS, text=_("调整的理由")
    ),
    Verb(
        "answer",
        _("答复整改情况"),
        frozenset({S.PUBLISHED}),
        S.ANSWERED,
        UNIT | EDITORS,
        text=_("整改情况"),
        primary=True,
    ),
    Verb(
        "approve",
        _("复核通过"),
        frozenset({S.ANSWERED}),
        S.RECHECKED,
        CHECKERS,
        text=_("复核情况"),
        primary=True,
    ),
    Verb(
        "reject",
        _("复核不通过，继续整改"),
        frozenset({S.ANSWERED}),
        S.PUBLISHED,
        CHECKERS,
        text=_("还差什么"),
    ),
    Verb("close", _("销号"), frozenset({S.RECHECKED}), S.CLOSED, EDITORS, primary=True),
    Verb(
        "relapse",
        _("问题反弹，重新整改"),
        frozenset({S.RECHECKED, S.CLOSED}),
        S.PUBLISHED,
        EDITORS,
        text=_("反弹的情况"),
    ),
    Verb(
        "withdraw", _("撤下"), PUBLIC | {S.DRAFT}, S.WITHDRAWN, EDITORS, text=_("撤下的原因")
    ),
)  # fmt: skip
BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}
# Verbs after which the unit has a new term to put things right.
NEW_TERM = frozenset({"publish", "extend", "reject", "relapse"})

MACHINE: Machine[State] = Machine(
    states=tuple(State),
    initial=S.DRAFT,
    terminal=frozenset({S.WITHDRAWN}),
    transitions=tuple(Transition(v.name, v.sources, v.target) for v in VERBS),
)


def allowed(state: State) -> tuple[Verb, ...]:
    """The verbs possible in a state, in the order of the table."""
    return tuple(verb for verb in VERBS if state in verb.sources)
