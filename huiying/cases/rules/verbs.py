"""The table of verbs: what can be done to a case, in which states, by whom, where it leads.

It feeds the buttons, the permissions, the diagram in the docs and the property tests. Pure.

Source of the steps: 北京市接诉即办工作条例 art. 10–15 and 23; GB/T 30428.8-2020 (立案、处置、结案).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from huiying.cases.rules.states import OPEN, State


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


OPERATOR, DISPATCHER, HANDLER = "operator", "dispatcher", "handler"
STREET, SUPERVISOR, INSPECTOR = "street", "supervisor", "inspector"
LEADER, AUDITOR, ADMINISTRATOR = "leader", "auditor", "administrator"

DESK = frozenset({OPERATOR, DISPATCHER, SUPERVISOR})  # the hotline's side
UNIT = frozenset({HANDLER, STREET})  # the responsible unit's side


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to a case.

    ``target`` None: the state stays. ``by`` are roles; a verb of the unit's side is open only to
    people of the unit that has the case. ``text`` says what the words given with it are, "" when
    none are asked. ``key`` is the one-letter shortcut on the case page.
    """

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    by: frozenset[str]
    text: str = ""
    text_required: bool = False
    key: str = ""
    primary: bool = False
    system: bool = field(default=False)


def _verb(
    name: str,
    label: str,
    sources: set[State],
    target: State | None,
    by: frozenset[str] | set[str],
    **more: object,
) -> Verb:
    return Verb(name, label, frozenset(sources), target, frozenset(by), **more)  # type: ignore[arg-type]


S = State
VERBS: tuple[Verb, ...] = (
    # taking in
    _verb("file", _("立案"), {S.RECEIVED}, S.FILED, DESK, key="f", primary=True),
    _verb(
        "answer",
        _("当场答复并结案"),
        {S.RECEIVED, S.FILED},
        S.CLOSED,
        DESK,
        text=_("答复内容"),
        text_required=True,
        key="a",
    ),
    _verb(
        "decline",
        _("不予派单"),
        {S.RECEIVED, S.FILED, S.RETURNED},
        S.DECLINED,
        DESK,
        text=_("对诉求人的说明"),
        text_required=True,
        key="n",
    ),
    _verb(
        "void",
        _("作废"),
        {S.RECEIVED, S.FILED, S.RETURNED},
        S.VOID,
        {DISPATCHER, SUPERVISOR},
        text=_("作废理由"),
        text_required=True,
    ),
    # finding who answers
    _verb(
        "dispatch",
        _("派单"),
        {S.FILED, S.RETURNED},
        S.DISPATCHED,
        {DISPATCHER, SUPERVISOR},
        text=_("派单意见"),
        key="d",
        primary=True,
    ),
    _verb(
        "designate",
        _("指定承办（不得再退）"),
        {S.FILED, S.RETURNED},
        S.DISPATCHED,
        {SUPERVISOR},
        text=_("指定依据"),
        text_required=True,
    ),
    _verb("sign", _("签收"), {S.DISPATCHED}, S.HANDLING, UNIT, key="s", primary=True),
    _verb(
        "return",
        _("退单"),
        {S.DISPATCHED, S.HANDLING},
        S.RETURNED,
        UNIT,
        text=_("退单理由"),
        text_required=True,
        key="t",
    ),
    _verb(
        "transfer",
        _("转派"),
        {S.DISPATCHED, S.HANDLING},
        S.DISPATCHED,
        UNIT,
        text=_("转派意见"),
        key="z",
    ),
    _verb(
        "name_handler",
        _("指定经办人"),
        {S.DISPATCHED, S.HANDLING},
        None,
        UNIT,
        text=_("交代的话"),
        key="w",
    ),
    _verb(
        "recall",
        _("撤回派单"),
        {S.DISPATCHED},
        S.FILED,
        {DISPATCHER, SUPERVISOR},
        text=_("撤回理由"),
        text_required=True,
    ),
    # handling
    _verb("contact", _("记录联系"), {S.HANDLING}, None, UNIT, text=_("联系情况"), key="c"),
    _verb(
        "progress",
        _("阶段反馈"),
        {S.HANDLING},
        None,
        UNIT,
        text=_("目前进展"),
        text_required=True,
        key="p",
    ),
    _verb(
        "call_in",
        _("请求协办"),
        {S.DISPATCHED, S.HANDLING},
        None,
        UNIT | {DISPATCHER, SUPERVISOR},
        text=_("请协办的事项"),
        text_required=True,
    ),
    _verb(
        "contribute",
        _("协办反馈"),
        {S.DISPATCHED, S.HANDLING},
        None,
        UNIT,
        text=_("协办结果"),
        text_required=True,
    ),
    _verb(
        "report",
        _("反馈结果"),
        {S.HANDLING},
        S.REPORTED,
        UNIT,
        text=_("办理结果"),
        text_required=True,
        key="r",
        primary=True,
    ),
    _verb(
        "ask_extension",
        _("申请延期"),
        {S.DISPATCHED, S.HANDLING},
        None,
        UNIT,
        text=_("延期理由"),
        text_required=True,
        key="x",
    ),
    _verb(
        "decide_extension",
        _("审批延期"),
        {S.DISPATCHED, S.HANDLING},
        None,
        {DISPATCHER, SUPERVISOR},
        text=_("审批意见"),
    ),
    _verb(
        "ask_suspension",
        _("申请挂账"),
        {S.DISPATCHED, S.HANDLING},
        None,
        UNIT,
        text=_("挂账理由"),
        text_required=True,
    ),
    _verb(
        "decide_suspension",
        _("审批挂账"),
        {S.DISPATCHED, S.HANDLING},
        None,
        {SUPERVISOR},
        text=_("审批意见"),
    ),
    _verb(
        "resume",
        _("恢复计时"),
        {S.DISPATCHED, S.HANDLING},
        None,
        {HANDLER, STREET, DISPATCHER, SUPERVISOR},
        text=_("说明"),
    ),
    # checking and closing
    _verb(
        "rework",
        _("退回重办"),
        {S.REPORTED, S.VERIFIED, S.CALLED_BACK},
        S.HANDLING,
        {OPERATOR, DISPATCHER, SUPERVISOR, INSPECTOR},
        text=_("重办要求"),
        text_required=True,
        key="b",
    ),
    _verb(
        "verify",
        _("核查通过"),
        {S.REPORTED},
        S.VERIFIED,
        {DISPATCHER, SUPERVISOR, INSPECTOR},
        text=_("核查情况"),
        key="v",
        primary=True,
    ),
    _verb(
        "call_back",
        _("记录回访"),
        {S.REPORTED, S.VERIFIED, S.CALLED_BACK},
        S.CALLED_BACK,
        {OPERATOR, SUPERVISOR},
        text=_("回访记录"),
        key="h",
        primary=True,
    ),
    _verb(
        "propose_excuse",
        _("提请认定不合理"),
        {S.CALLED_BACK},
        None,
        DESK,
        text=_("不合理的事实和依据"),
        text_required=True,
    ),
    _verb(
        "decide_excuse",
        _("审批不合理认定"),
        {S.CALLED_BACK},
        None,
        {SUPERVISOR},
        text=_("审批意见"),
    ),
    _verb(
        "close",
        _("结案"),
        {S.CALLED_BACK, S.REPORTED, S.VERIFIED},
        S.CLOSED,
        DESK,
        text=_("结案说明"),
        key="e",
        primary=True,
    ),
    _verb(
        "reopen",
        _("重新办理"),
        {S.CLOSED, S.DECLINED},
        S.FILED,
        DESK,
        text=_("重新办理的理由"),
        text_required=True,
    ),
    # several cases about one matter
    _verb(
        "merge",
        _("并入主案"),
        {S.RECEIVED, S.FILED, S.DISPATCHED, S.HANDLING, S.RETURNED},
        S.MERGED,
        {OPERATOR, DISPATCHER, SUPERVISOR},
        text=_("并案理由"),
        key="m",
    ),
    _verb(
        "unmerge",
        _("取消并案"),
        {S.MERGED},
        S.FILED,
        {DISPATCHER, SUPERVISOR},
        text=_("取消理由"),
        text_required=True,
    ),
    _verb("close_with_master", _("随主案结案"), {S.MERGED}, S.CLOSED, frozenset(), system=True),
    _verb(
        "split",
        _("拆分诉求"),
        {S.RECEIVED, S.FILED, S.RETURNED},
        None,
        {OPERATOR, DISPATCHER, SUPERVISOR},
    ),
    # words and facts, at any time while it is open
    _verb(
        "note",
        _("内部备注"),
        set(State),
        None,
        DESK | UNIT | {INSPECTOR, LEADER},
        text=_("备注"),
        text_required=True,
        key="i",
    ),
    _verb("attach", _("上传附件"), set(OPEN), None, DESK | UNIT | {INSPECTOR}),
    _verb(
        "message",
        _("告知诉求人"),
        set(State) - {S.VOID},
        None,
        DESK | UNIT,
        text=_("告知内容"),
        text_required=True,
        key="g",
    ),
    _verb(
        "ask",
        _("询问诉求人"),
        set(OPEN),
        None,
        DESK | UNIT,
        text=_("问题"),
        text_required=True,
        key="q",
    ),
    _verb(
        "entrust",
        _("委托外部单位"),
        {S.HANDLING},
        None,
        UNIT,
        text=_("委托事项"),
        text_required=True,
    ),
    _verb("classify", _("更正分类"), set(OPEN), None, DESK | UNIT, text=_("更正理由")),
    _verb("set_cause", _("登记成因"), set(State) - {S.VOID}, None, DESK | UNIT),
    _verb(
        "correct_reporter",
        _("更正诉求人信息"),
        set(State),
        None,
        {OPERATOR, SUPERVISOR},
        text=_("更正理由"),
        text_required=True,
    ),
    _verb("reveal", _("查看联系方式"), set(State), None, DESK | UNIT, text=_("查看用途")),
)
