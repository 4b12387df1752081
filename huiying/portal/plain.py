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

from huiying.cases.queries import Moment
from huiying.cases.rules.workflow import DECLINING_LABELS, Declining, State
from huiying.cases.types import Attachment, Case


@dataclass(frozen=True, slots=True)
class PublicLine:
    at: datetime
    sentence: str
    words: str
    attachments: tuple[Attachment, ...]


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
}
