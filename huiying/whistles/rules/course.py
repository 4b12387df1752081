"""The course of a whistle 吹哨 and of each summons 报到任务: states, verbs, who and where to.

Two tables feed the database constraints, the buttons, the permissions in the docs and the tests.
北京市接诉即办工作条例 art. 16: the street convenes, departments respond; 街道办事处条例 art. 5
names the topics, art. 44 what follows a refusal. Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huiying.lib.machine import Machine, Transition


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class Kind(StrEnum):
    HARD = "hard"
    JOINT = "joint"
    EMERGENCY = "emergency"


KIND_LABELS: dict[Kind, str] = {
    Kind.HARD: _("疑难诉求"),
    Kind.JOINT: _("综合执法"),
    Kind.EMERGENCY: _("应急处置"),
}


class State(StrEnum):
    OPEN = "open"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[State, str] = {
    State.OPEN: _("进行中"),
    State.CONCLUDED: _("已办结"),
    State.WITHDRAWN: _("已撤哨"),
}


class Result(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"


RESULT_LABELS: dict[Result, str] = {
    Result.SOLVED: _("已解决"),
    Result.PARTLY: _("部分解决"),
    Result.UNSOLVED: _("未解决"),
}


class Step(StrEnum):
    """Where one department's summons stands."""

    CALLED = "called"
    REFUSED = "refused"
    SIGNED = "signed"
    ARRIVED = "arrived"
    CONTRIBUTED = "contributed"
    EXCUSED = "excused"
    CONCLUDED = "concluded"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


STEP_LABELS: dict[Step, str] = {
    Step.CALLED: _("待签到"),
    Step.REFUSED: _("待区裁定"),
    Step.SIGNED: _("待到场"),
    Step.ARRIVED: _("已到场"),
    Step.CONTRIBUTED: _("已反馈结果"),
    Step.EXCUSED: _("免予报到"),
    Step.CONCLUDED: _("报到办结"),
    Step.MISSED: _("未完成报到"),
    Step.WITHDRAWN: _("随哨撤销"),
}
ENDED: frozenset[Step] = frozenset({Step.EXCUSED, Step.CONCLUDED, Step.MISSED, Step.WITHDRAWN})
RUNNING: frozenset[Step] = frozenset(Step) - ENDED


class Side(StrEnum):
    """Who has to act next about a summons."""

    UNIT = "unit"
    STREET = "street"
    DISTRICT = "district"


OWNERS: dict[Step, Side] = {
    Step.CALLED: Side.UNIT,
    Step.REFUSED: Side.DISTRICT,
    Step.SIGNED: Side.UNIT,
    Step.ARRIVED: Side.UNIT,
    Step.CONTRIBUTED: Side.STREET,
}

STREET = frozenset({"street"})
DISTRICT = frozenset({"supervisor"})
UNIT = frozenset({"handler", "street"})


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done; ``side`` says for whom, ``by`` are the roles, ``text`` names the
    words that come with it, "" when none are asked; they are required."""

    name: str
    label: str
    sources: frozenset[str]
    target: str | None
    side: Side
    by: frozenset[str]
    text: str = ""
    primary: bool = False


# Verbs of the whistle itself.
WHISTLE_VERBS: tuple[Verb, ...] = (
    Verb("summon", _("增加报到单位"), frozenset({State.OPEN}), None, Side.STREET, STREET),
    Verb(
        "conclude",
        _("共同办结"),
        frozenset({State.OPEN}),
        State.CONCLUDED,
        Side.STREET,
        STREET,
        text=_("办结情况"),
        primary=True,
    ),
    Verb(
        "withdraw",
        _("撤哨"),
        frozenset({State.OPEN}),
        State.WITHDRAWN,
        Side.STREET,
        STREET | DISTRICT,
        text=_("撤哨的原因"),
    ),
    Verb("rate", _("街乡镇评价部门"), frozenset({State.CONCLUDED}), None, Side.STREET, STREET),
    Verb(
        "assess", _("区级双考核"), frozenset({State.CONCLUDED}), None, Side.DISTRICT, DISTRICT
    ),
)  # fmt: skip
# Verbs of one summons. What the street and the district do to it ends it through the whistle.
SUMMONS_VERBS: tuple[Verb, ...] = (
    Verb("sign", _("签到"), frozenset({Step.CALLED}), Step.SIGNED, Side.UNIT, UNIT, primary=True),
    Verb(
        "refuse",
        _("提出异议"),
        frozenset({Step.CALLED}),
        Step.REFUSED,
        Side.UNIT,
        UNIT,
        text=_("不能报到的理由"),
    ),
    Verb(
        "uphold",
        _("异议成立"),
        frozenset({Step.REFUSED}),
        Step.EXCUSED,
        Side.DISTRICT,
        DISTRICT,
        text=_("裁定意见"),
    ),
    Verb(
        "overrule",
        _("异议不成立，必须报到"),
        frozenset({Step.REFUSED}),
        Step.CALLED,
        Side.DISTRICT,
        DISTRICT,
        text=_("裁定意见"),
        primary=True,
    ),
    Verb(
        "arrive",
        _("到场报到"),
        frozenset({Step.SIGNED}),
        Step.ARRIVED,
        Side.UNIT,
        UNIT,
        text=_("到场地点"),
        primary=True,
    ),
    Verb(
        "contribute",
        _("反馈结果"),
        frozenset({Step.ARRIVED}),
        Step.CONTRIBUTED,
        Side.UNIT,
        UNIT,
        text=_("做了什么，结果怎样"),
        primary=True,
    ),
)
BY_NAME: dict[str, Verb] = {verb.name: verb for verb in (*WHISTLE_VERBS, *SUMMONS_VERBS)}

# The tables hold together: every state is reached and every one comes to an end.
WHISTLE: Machine[State] = Machine(
    states=tuple(State),
    initial=State.OPEN,
    terminal=frozenset({State.CONCLUDED, State.WITHDRAWN}),
    transitions=tuple(
        Transition(verb.name, frozenset(State(s) for s in verb.sources), State(verb.target))
        for verb in WHISTLE_VERBS
        if verb.target is not None
    ),
)
SUMMONS: Machine[Step] = Machine(
    states=tuple(Step),
    initial=Step.CALLED,
    terminal=ENDED,
    transitions=(
        *(
            Transition(verb.name, frozenset(Step(s) for s in verb.sources), Step(verb.target))
            for verb in SUMMONS_VERBS
            if verb.target is not None
        ),
        Transition("end", frozenset({Step.CONTRIBUTED}), Step.CONCLUDED),
        Transition("miss", RUNNING - {Step.CONTRIBUTED, Step.REFUSED}, Step.MISSED),
        Transition("drop", RUNNING, Step.WITHDRAWN),
    ),
)


def may_end(step: Step, *, overdue: bool) -> bool:
    """Whether the street may conclude over this summons: it is done, or its time is over.

    A refusal nobody has ruled on always stands in the way.
    """
    if step in ENDED or step is Step.CONTRIBUTED:
        return True
    return overdue and step is not Step.REFUSED
