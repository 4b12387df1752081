"""A case told to the person who raised it: one sentence on top, then public lines only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.cases.public import NEW, Figures
from huiying.cases.public import STAGES as STAGE_OF
from huiying.cases.queries import Moment
from huiying.cases.rules.workflow import DECLINING_LABELS, Declining, State
from huiying.cases.types import Attachment, Case
from huiying.column.rules.small import FEW, few
from huiying.scorecard.queries import Line


@dataclass(frozen=True, slots=True)
class PublicLine:
    at: datetime
    sentence: str
    words: str
    attachments: tuple[Attachment, ...]


def figures(found: Figures) -> dict[str, str]:
    """An area's numbers as the public reads them: 1 to 4 may point at somebody and are not told."""
    told = {"received": found.received, "closed": found.closed, "open": found.open}
    hidden = _("少于 %(n)s") % {"n": FEW}
    return {name: hidden if few(number) else str(number) for name, number in told.items()}


def when(moment: datetime) -> str:
    """A moment as one says it: 3月13日 17:00."""
    return date_format(timezone.localtime(moment), _("n月j日 H:i"))


def standing(case: Case) -> str:
    """Where the case is, who has it and by when, in one plain sentence."""
    unit = str(case.lead_unit) if case.lead_unit else ""
    params = {"unit": unit, "due": when(case.due_at) if case.due_at else "—"}
    if case.suspended_until and State(case.state) in (State.DISPATCHED, State.HANDLING):
        pause = {"unit": unit, "until": when(case.suspended_until)}
        return _("%(unit)s正在办理。因客观原因暂停计时，%(until)s恢复。") % pause
    return _(STANDING[State(case.state)]) % params


def badge(case: Case, *, asked: bool) -> tuple[str, str]:
    """One word on a case in a list of one's own, with its tone. ``asked``: a question waits."""
    if not case.open:
        return _("已结束"), "ended"
    if asked:
        return _("需要您答复"), "bad"
    if STAGE_OF.get(State(case.state), NEW) == NEW:
        return _("已受理") if case.state != State.RECEIVED else _("已收到"), "waiting"
    return _("办理中"), "going"


STANDING: dict[State, str] = {
    State.RECEIVED: gettext_noop("我们已经收到您的诉求，正在登记核对。"),
    State.FILED: gettext_noop("您的诉求已经受理，正在确定承办单位。"),
    State.RETURNED: gettext_noop("您的诉求已经受理，正在重新确定承办单位，办理时限不变。"),
    State.DISPATCHED: gettext_noop("您的诉求已派给%(unit)s，须在 %(due)s 前办结。"),
    State.HANDLING: gettext_noop("%(unit)s正在办理您的诉求，须在 %(due)s 前办结。"),
    State.REPORTED: gettext_noop("%(unit)s已经反馈办理结果，我们正在核实。"),
    State.VERIFIED: gettext_noop("办理结果已经核实，我们会联系您回访。"),
    State.CALLED_BACK: gettext_noop("已经回访过您，正在根据您的答复作出处理。"),
    State.CLOSED: gettext_noop("您的诉求已经办结。"),
    State.DECLINED: gettext_noop("您的诉求没有派单办理，原因见下。"),
    State.MERGED: gettext_noop("您的诉求已与同一问题的其他诉求合并办理，结果会同样告知您。"),
    State.VOID: gettext_noop("这条记录已经作废。"),
}


def lines(moments: list[Moment]) -> list[PublicLine]:
    """Newest first; whatever is not listed in PUBLIC is nobody's business outside."""
    told = []
    for moment in reversed(moments):
        say = PUBLIC.get(moment.line.event)
        if say is None or (sentence := say(moment.line.data)) is None:
            continue
        if moment.line.event == "Attached" and not moment.attachments:
            continue  # it was not shared
        words = moment.note.text if moment.note else ""
        told.append(PublicLine(moment.line.at, sentence, words, moment.attachments))
    return told


Say = Callable[[dict[str, Any]], str | None]


def _plain(text: str) -> Say:
    return lambda _data: _(text)


def _unit(text: str) -> Say:
    return lambda data: _(text) % {"unit": data.get("to_unit") or data.get("unit", "")}


def _declined(data: dict[str, Any]) -> str:
    way = data.get("way", "")
    return _("没有派单办理：%(way)s") % {
        "way": _(DECLINING_LABELS[Declining(way)]) if way in set(Declining) else way
    }


def _to_person(text: str) -> Say:
    return lambda data: _(text) if data.get("to") == "person" else None


def _clock(data: dict[str, Any]) -> str | None:
    due = data.get("due_after")
    if not data.get("granted") or not due:
        return None
    return _("办理时限改为 %(due)s") % {"due": when(datetime.fromisoformat(due))}


def _called_back(data: dict[str, Any]) -> str:
    return _("收到您的评价") if data.get("reached") else _("联系您回访，没有接通")


PUBLIC: dict[str, Say] = {
    "Received": _plain(gettext_noop("收到您的诉求")),
    "Filed": _plain(gettext_noop("已受理")),
    "Answered": _plain(gettext_noop("答复您并办结")),
    "Declined": _declined,
    "Attached": _plain(gettext_noop("照片和文件")),
    "PersonTold": _plain(gettext_noop("告知您")),
    "Asked": _to_person(gettext_noop("向您提问")),
    "RequestAnswered": _to_person(gettext_noop("收到您的答复")),
    "RequestExpired": _to_person(gettext_noop("没有等到您的答复")),
    "Dispatched": _unit(gettext_noop("派给%(unit)s办理")),
    "Signed": _unit(gettext_noop("%(unit)s已签收")),
    "Transferred": _unit(gettext_noop("转给%(unit)s办理")),
    "Returned": _plain(gettext_noop("正在重新确定承办单位")),
    "Progressed": _plain(gettext_noop("办理进展")),
    "ClockDecided": _clock,
    "Reported": _unit(gettext_noop("%(unit)s反馈办理结果")),
    "SentBack": _plain(gettext_noop("要求承办单位重新办理")),
    "Closed": _plain(gettext_noop("办结")),
    "Reopened": _plain(gettext_noop("重新办理")),
    "CalledBack": _called_back,
    "Voiced": _plain(gettext_noop("又有人遇到同一问题")),
}


STAGES: dict[str, str] = {
    "new": gettext_noop("已受理"),
    "going": gettext_noop("办理中"),
    "done": gettext_noop("已办结"),
}
NEXT: dict[State, str] = {
    State.RECEIVED: gettext_noop("接下来：核对后确定承办单位。"),
    State.FILED: gettext_noop("接下来：派给承办单位，这里会显示单位和办结时限。"),
    State.RETURNED: gettext_noop("接下来：派给承办单位，这里会显示单位和办结时限。"),
    State.DISPATCHED: gettext_noop("接下来：承办单位签收，并与您联系。"),
    State.HANDLING: gettext_noop("接下来：承办单位反馈办理结果，然后请您评价。"),
    State.REPORTED: gettext_noop("接下来：核实结果，并听取您的意见。"),
    State.VERIFIED: gettext_noop("接下来：听取您的意见，您也可以直接在下面评价。"),
    State.CALLED_BACK: gettext_noop("接下来：根据您的答复办结，或者要求重新办理。"),
}
STEPS: dict[str, str] = {
    "Filed": gettext_noop("已受理"),
    "Dispatched": gettext_noop("已派给承办单位"),
    "Signed": gettext_noop("承办单位已签收"),
    "Transferred": gettext_noop("转给其他单位办理"),
    "Reported": gettext_noop("已反馈办理结果"),
    "Closed": gettext_noop("办结"),
    "Reopened": gettext_noop("重新办理"),
    "Merged": gettext_noop("与同一问题合并办理"),
}
RATES: tuple[tuple[str, str, str], ...] = (
    ("responded", gettext_noop("响应率"), gettext_noop("承办单位在规定时间内联系并答复了市民")),
    ("solved", gettext_noop("解决率"), gettext_noop("市民在回访中说问题解决了")),
    ("satisfied", gettext_noop("满意率"), gettext_noop("市民在回访中说对办理满意")),
)


def next_step(case: Case) -> str:
    """What comes next, in one sentence; nothing after the end."""
    words = NEXT.get(State(case.state))
    return _(words) if words else ""


def public_step(event: str) -> str:
    return _(STEPS[event])


def rates(line: Line) -> list[dict[str, Any]]:
    """The three rates of a line: name, share, "so many of so many", what it means."""
    told = []
    for name, label, meaning in RATES:
        rate = line.rate(name)
        of = {"part": rate.part, "whole": rate.whole, "meaning": _(meaning)}
        words = _("%(whole)s 件中有 %(part)s 件，%(meaning)s。") % of
        told.append({"label": _(label), "rate": rate, "words": words})
    return told
