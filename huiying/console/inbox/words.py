"""What reminders say: what is owed, until when, and how far up it has been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.accounts.actors import Actor
from huiying.cases.types import Case
from huiying.supervision import inbox
from huiying.supervision.rules.ladder import About, Whom
from huiying.supervision.types import Nudge

OWED = {
    "sign": gettext_noop("签收"),
    "contact": gettext_noop("联系诉求人"),
    "report": gettext_noop("反馈进展"),
    "resolve": gettext_noop("办结"),
    "arrive": gettext_noop("到场报到"),
    "result": gettext_noop("反馈结果"),
    "rule": gettext_noop("裁定"),
    "reply": gettext_noop("回复督办单"),
    "measure": gettext_noop("落实会商措施"),
}
SIGN_IN = gettext_noop("签到")
ABOUTS = {
    About.CASE: gettext_noop("案件"),
    About.WHISTLE: gettext_noop("吹哨报到"),
    About.ORDER: gettext_noop("督办单"),
    About.MEASURE: gettext_noop("会商措施"),
}
WHOMS = {
    Whom.OWNER: gettext_noop("提醒经办人"),
    Whom.UNIT: gettext_noop("提醒承办单位"),
    Whom.ABOVE: gettext_noop("催办，告知上级单位"),
    Whom.SUPERVISORS: gettext_noop("催办，告知督办员"),
    Whom.LEADERS: gettext_noop("催办，告知领导"),
}


def owed(nudge: Nudge) -> str:
    """What is to be done."""
    if nudge.about == About.WHISTLE and nudge.what == "sign":
        return _(SIGN_IN)
    return _(OWED[nudge.what])


def said(nudge: Nudge) -> str:
    """The reminder in a few words."""
    late = nudge.at >= nudge.due_at
    text = _("%(what)s已超期") if late else _("%(what)s快到期")
    return text % {"what": owed(nudge)}


TRAIL = ("operator", "dispatcher", "supervisor", "leader", "auditor", "handler", "street")


@dataclass(frozen=True, slots=True)
class NudgeRow:
    """A reminder as the case's page tells it."""

    at: datetime
    unit: str
    said: str
    whom: str


def nudges_of(actor: Actor, case: Case) -> tuple[NudgeRow, ...]:
    """The trail of reminders about a case, for who works on it or watches over it."""
    if not actor.has(*TRAIL):
        return ()
    found = inbox.trail(About.CASE, case.pk)
    return tuple(NudgeRow(one.at, str(one.unit), said(one), whom(one)) for one in found)


def whom(nudge: Nudge) -> str:
    return _(WHOMS[Whom(nudge.whom)])
