"""Why sampling says no."""

from __future__ import annotations

from huiying.cases.refusals import NoSuchCase, NotNow, NotYours
from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NoSuchCheck(NoSuchCase):
    code = "no_such_check"
    message = _("没有这项抽查，或者它不是给您的。")
    hint = _("请从“抽查”的列表打开。")


class NotYourSampling(NotYours):
    code = "not_your_sampling"
    message = _("您的岗位不能制定抽查方案。")
    hint = _("抽查方案由督办员制定。")


class BadPlan(Refused):
    code = "bad_plan"
    message = _("抽查方案的“%(field)s”不对。")
    hint = _(
        "名称不能空；比例填 1 至 100，复核比例填 0 至 100，每周最少填 0 至 100，天数填 0 至 365。"
    )


class CheckDone(NotNow):
    code = "check_done"
    message = _("这项抽查已经有结果，或者已经取消。")
    hint = _("请刷新页面查看。")


class CheckNeeds(Refused):
    code = "check_needs"
    message = _("请填写“%(field)s”。")
    hint = _("请写明看到了什么；不属实的，要求单位做到什么。")
