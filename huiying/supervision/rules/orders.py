"""Supervision orders 督办单: kinds, states, who may do what. Pure.

Kinds after 潍坊市 12345 条例 (2021): 日常、挂牌、约谈; 批示 is a leader's own instruction. The unit
owes a reply; whoever issued judges it, and may ask again with a new limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class OrderKind(StrEnum):
    DAILY = "daily"
    LISTED = "listed"
    TALK = "talk"
    INSTRUCTION = "instruction"


KIND_LABELS: dict[OrderKind, str] = {
    OrderKind.DAILY: _("日常督办"),
    OrderKind.LISTED: _("挂牌督办"),
    OrderKind.TALK: _("约谈"),
    OrderKind.INSTRUCTION: _("领导批示"),
}


class OrderState(StrEnum):
    ISSUED = "issued"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[OrderState, str] = {
    OrderState.ISSUED: _("待回复"),
    OrderState.REPLIED: _("待审核"),
    OrderState.CLOSED: _("已办结"),
    OrderState.WITHDRAWN: _("已撤回"),
}
SUPERVISOR, LEADER = "supervisor", "leader"
UNIT = frozenset({"handler", "street"})
# Who issues which kind: an instruction is the leader's own, the others the supervisors'.
ISSUERS: dict[OrderKind, frozenset[str]] = {
    OrderKind.DAILY: frozenset({SUPERVISOR}),
    OrderKind.LISTED: frozenset({SUPERVISOR}),
    OrderKind.TALK: frozenset({SUPERVISOR, LEADER}),
    OrderKind.INSTRUCTION: frozenset({LEADER}),
}
ISSUING = frozenset[str]().union(*ISSUERS.values())


@dataclass(frozen=True, slots=True)
class OrderVerb:
    """``text``: what the words are, "" for none; ``due``: a new limit is asked for."""

    name: str
    label: str
    sources: frozenset[OrderState]
    target: OrderState
    by: frozenset[str]
    text: str
    due: bool = False


S = OrderState
VERBS: tuple[OrderVerb, ...] = (
    OrderVerb("reply", _("回复"), frozenset({S.ISSUED}), S.REPLIED, UNIT, _("办理情况和结果")),
    OrderVerb(
        "accept", _("审核通过，办结"), frozenset({S.REPLIED}), S.CLOSED,
        frozenset({SUPERVISOR, LEADER}), _("审核意见"),
    ),
    OrderVerb(
        "insist", _("退回，限期再报"), frozenset({S.REPLIED}), S.ISSUED,
        frozenset({SUPERVISOR, LEADER}), _("还缺什么"), due=True,
    ),
    OrderVerb(
        "withdraw", _("撤回"), frozenset({S.ISSUED, S.REPLIED}), S.WITHDRAWN,
        frozenset({SUPERVISOR, LEADER}), _("撤回的原因"),
    ),
)  # fmt: skip
BY_NAME = {verb.name: verb for verb in VERBS}
