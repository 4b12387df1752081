"""The states of a case, the lawful ways not to dispatch, and on what grounds it can be closed.

Pure: no Django. Labels are gettext msgids.
"""

from __future__ import annotations

from enum import StrEnum


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class State(StrEnum):
    RECEIVED = "received"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    REPORTED = "reported"
    VERIFIED = "verified"
    CALLED_BACK = "called_back"
    CLOSED = "closed"
    DECLINED = "declined"
    RETURNED = "returned"
    MERGED = "merged"
    VOID = "void"


STATE_LABELS: dict[State, str] = {
    State.RECEIVED: _("已接收"),
    State.FILED: _("待派单"),
    State.DISPATCHED: _("待签收"),
    State.HANDLING: _("处理中"),
    State.REPORTED: _("待核查"),
    State.VERIFIED: _("待回访"),
    State.CALLED_BACK: _("待结案"),
    State.CLOSED: _("已结案"),
    State.DECLINED: _("不予派单"),
    State.RETURNED: _("退单待派"),
    State.MERGED: _("已并案"),
    State.VOID: _("已作废"),
}

ENDED: frozenset[State] = frozenset({State.CLOSED, State.DECLINED, State.MERGED, State.VOID})
OPEN: frozenset[State] = frozenset(State) - ENDED
WITH_UNIT: frozenset[State] = frozenset(
    {State.DISPATCHED, State.HANDLING, State.REPORTED, State.VERIFIED, State.CALLED_BACK}
)


class Declining(StrEnum):
    """The six lawful ways not to dispatch (条例 art. 11)."""

    EMERGENCY = "emergency"
    OTHER_CHANNEL = "other_channel"
    NOTHING_NEW = "nothing_new"
    SECRET = "secret"  # noqa: S105 (a state secret, not a password)
    NOT_PUBLIC = "not_public"
    UNLAWFUL = "unlawful"


DECLINING_LABELS: dict[Declining, str] = {
    Declining.EMERGENCY: _("紧急情况，已转 110、119、120 或 122"),
    Declining.OTHER_CHANNEL: _("应当通过诉讼、仲裁、复议、纪检、信访等法定途径解决"),
    Declining.NOTHING_NEW: _("正在办理或已办结，没有新的事实和理由"),
    Declining.SECRET: _("涉及国家秘密、商业秘密或个人隐私"),
    Declining.NOT_PUBLIC: _("不属于政府职责，已告知市场或社会途径"),
    Declining.UNLAWFUL: _("违反法律法规或公序良俗，已劝导教育"),
}


class Closing(StrEnum):
    """Why a case could be closed: called back, or excused from a call-back, and by what."""

    CALLED_BACK = "called_back"
    ANSWERED = "answered"
    NO_CONTACT = "no_contact"
    UNREACHABLE = "unreachable"
    UNREASONABLE = "unreasonable"
    WITH_MASTER = "with_master"
    IMPORTED = "imported"


CLOSING_LABELS: dict[Closing, str] = {
    Closing.CALLED_BACK: _("已回访"),
    Closing.ANSWERED: _("咨询当场答复"),
    Closing.NO_CONTACT: _("未留联系方式，无法回访"),
    Closing.UNREACHABLE: _("多次回访未接通"),
    Closing.UNREASONABLE: _("诉求不合理，经批准结案"),
    Closing.WITH_MASTER: _("随主案办结"),
    Closing.IMPORTED: _("导入时已办结"),
}
