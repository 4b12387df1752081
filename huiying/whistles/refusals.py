"""Why something about a whistle is refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases import refusals as cases
from huiying.lib.errors import Refused


class NoSuchWhistle(cases.NoSuchCase):
    code = "no_such_whistle"
    message = _("没有找到第 %(id)s 号哨，或者您无权查看。")
    hint = _("请从“吹哨报到”的清单中打开。")


class NotYourWhistle(cases.NotYours):
    code = "not_your_whistle"
    message = _("您的岗位不能对第 %(id)s 号哨“%(verb)s”。")
    hint = _("这一步由以下岗位办理：%(roles)s，并且只办理本单位的。")


class NotAStreet(cases.NotYours):
    code = "not_a_street"
    message = _("只有街乡镇可以吹哨。")
    hint = _("请由案件所在的街道或乡镇吹哨。")


class WhistleStale(cases.Stale):
    code = "whistle_stale"
    message = _("第 %(id)s 号哨刚被他人更新。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class WhistleNotNow(cases.NotNow):
    code = "whistle_not_now"
    message = _("第 %(id)s 号哨目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class WhistleNeeds(Refused):
    code = "whistle_needs"
    message = _("请填写“%(field)s”。")
    hint = _("这一项必填。")


class NobodyCalled(Refused):
    code = "nobody_called"
    message = _("没有选择报到单位。")
    hint = _("请至少选择一个部门，并写明要它做什么。")


class NotCallable(Refused):
    code = "not_callable"
    message = _("“%(unit)s”不能作为报到单位。")
    hint = _("只能呼叫在用的部门；每个部门在一次吹哨里只呼叫一次。")


class CalledAccused(Refused):
    code = "called_accused"
    message = _("案件 %(number)s 反映的就是“%(unit)s”，不能由它报到处理。")
    hint = _("请换一个部门，或者不引用这个案件。")


class MeetPassed(Refused):
    code = "meet_passed"
    message = _("集合时间不能早于现在。")
    hint = _("请填写现在或将来的时间，例如 2026-12-01 09:30。")


class ArrivedWhen(Refused):
    code = "arrived_when"
    message = _("到场时间应当在签到以后、现在以前。")
    hint = _("请按实际到场的时间填写。")


class StillDue(Refused):
    code = "still_due"
    message = _("还有 %(count)s 个单位没有反馈结果，时限还没到或异议还没裁定：%(units)s。")
    hint = _("请等它们反馈；到期仍未反馈的，办结时记为未完成报到。")


class BadMark(Refused):
    code = "bad_mark"
    message = _("评分应当是 1 到 5 的整数。")
    hint = _("5 最好，1 最差。")


class AboveFacts(Refused):
    code = "above_facts"
    message = _("“%(unit)s”的事实最多允许 %(cap)s 分。")
    hint = _("评价先看事实：没有到场或没有结果的不超过 2 分，迟到的不超过 4 分。")


class NotRateable(Refused):
    code = "not_rateable"
    message = _("“%(unit)s”没有参加这次吹哨，或者免予报到，不评价。")
    hint = _("请从哨的页面上选择单位。")


class RatedAlready(Refused):
    code = "rated_already"
    message = _("“%(unit)s”已经评过分了。")
    hint = _("评分不能更改；有异议请在督办中提出。")


class NotAWhistlePhoto(Refused):
    code = "not_a_whistle_photo"
    message = _("“%(name)s”不是照片。")
    hint = _("请拍照上传 JPEG、PNG 或 WebP 图片。")
