"""Why a doubt cannot be seen or decided."""

from __future__ import annotations

from huiying.cases.refusals import NoSuchCase, NotNow, NotYours
from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NoSuchDoubt(NoSuchCase):
    code = "no_such_doubt"
    message = _("没有第 %(number)s 号疑点，或者您无权查看。")
    hint = _("请从“证据核对”的列表打开。")


class NotYourDoubt(NotYours):
    code = "not_your_doubt"
    message = _("疑点由督办员判定。")
    hint = _("请联系督办员。")


class OwnDoubt(NotYours):
    code = "own_doubt"
    message = _("这个疑点涉及您本人或本单位的办理，不能由您判定。")
    hint = _("请由其他督办员判定。")


class DecidedAlready(NotNow):
    code = "doubt_decided"
    message = _("这个疑点已由 %(who)s 判定。")
    hint = _("请刷新页面查看判定和理由。")


class WhyMissing(Refused):
    code = "doubt_without_reason"
    message = _("没有写判定的理由。")
    hint = _("请写明看到了什么、依据什么判定，1 至 500 字。")
