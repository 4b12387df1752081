"""Why a rule proposes a unit, in the reader's language.

A trace is kept with the assignment in the words the rules gave it, for ever; here the fixed part
of each is translated, and codes become what people call them. Words nobody knows stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.cases.kinds import Channel
from huiying.console.rulebook.words import WEEKDAYS
from huiying.directory.kinds import CaseKind

FIXED = (
    gettext_noop("诉求类型"),
    gettext_noop("渠道"),
    gettext_noop("分类在所列分类之下"),
    gettext_noop("区划在所列区划之内"),
    gettext_noop("星期"),
    gettext_noop("时间"),
    gettext_noop("含有"),
    gettext_noop("不含所列任一词语"),
    gettext_noop("缺少"),
    gettext_noop("所列词语全部出现"),
    gettext_noop("含有排除词"),
    gettext_noop("不含排除词"),
    gettext_noop("地点含有"),
    gettext_noop("地点不含所列词语"),
    gettext_noop("没有条件，全部适用"),
)
CODES = {
    "诉求类型": dict(CaseKind.choices),
    "渠道": dict(Channel.choices),
    "星期": {str(number): label for number, label in WEEKDAYS},
}


def said(reason: str) -> str:
    """One reason: a fixed sentence, or a fixed beginning, a colon and what was found."""
    beginning, colon, found = reason.partition("：")
    if beginning not in FIXED:
        return reason
    if not colon:
        return _(beginning)
    found = str(CODES.get(beginning, {}).get(found, found))
    return _("%(what)s：%(found)s") % {"what": _(beginning), "found": found}


def all_said(reasons: Iterable[str]) -> str:
    """Several reasons in one line."""
    return _("；").join(said(reason) for reason in reasons)
