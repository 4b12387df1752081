"""Beside an answer that is being written: what it leaves unsaid, and good earlier answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import access
from huiying.cases.rules.workflow import BY_NAME
from huiying.cases.types import Case
from huiying.console.shell import Console, console
from huiying.insights import replying
from huiying.insights.rules import replies
from huiying.insights.rules.replies import Remark

DRAFTED = ("report", "answer")  # the steps whose words are the answer
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """A remark in words."""

    good: bool
    text: str
    words: tuple[str, ...]


@require_POST
@console
def remarks(desk: Console, number: str) -> HttpResponse:
    """What the draft leaves unsaid; nothing is kept."""
    case = _drafting(desk, number)
    draft = desk.request.POST.get("text", "")[:LONGEST]
    found = [_said(one) for one in replying.remarks(desk.actor, case, draft)]
    return desk.part("console/case/remarks.html", {"remarks": found})


@require_GET
@console
def earlier(desk: Console, number: str) -> HttpResponse:
    """Answers to like matters after which people said: solved, satisfied."""
    case = _drafting(desk, number)
    context = {
        "case": case,
        "earlier": replying.earlier(desk.actor, case),
        "verb": desk.request.GET.get("verb", "")[:20],
    }
    return desk.part("console/case/earlier.html", context)


def _drafting(desk: Console, number: str) -> Case:
    """The case, for those who may answer it now. Raises NoSuchCase, NotNow, NotYours, Recused."""
    case = access.get_case(desk.actor, number)
    if not any(verb.name in DRAFTED for verb in access.verbs_for(desk.actor, case)):
        access.check(desk.actor, BY_NAME[DRAFTED[0]], case)
    return case


def _said(remark: Remark) -> Said:
    good = {
        replies.MATTER: _("说到了所反映的事"),
        replies.WISHES: _("每项期望都有回应"),
        replies.BASIS: _("写明了依据"),
        replies.DAY: _("写明了时间"),
    }
    missing = {
        replies.MATTER: _("没有说到所反映的事"),
        replies.WISHES: _("这些期望可能没有回应"),
        replies.BASIS: _("没有写依据：请写哪部法规、哪一条"),
        replies.DAY: _("许诺没有日期：请写明何时"),
        replies.PHRASES: _("套话占了大半：请写做了什么、结果怎样"),
        replies.PERSONAL: _("有电话、证件号码或邮箱：公开时会隐去，请确认要不要写"),
    }
    return Said(remark.good, (good if remark.good else missing)[remark.about], remark.words)
