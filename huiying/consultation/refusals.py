"""Why consultation says no."""

from __future__ import annotations

from huiying.cases.refusals import NoSuchCase, NotNow, NotYours, Stale
from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NoSuchTopic(NoSuchCase):
    code = "no_such_topic"
    message = _("没有这个议题、会议或措施，或者您无权查看。")
    hint = _("请从“会商”的列表打开。")


class NotYourConsultation(NotYours):
    code = "not_your_consultation"
    message = _("您的岗位不能“%(verb)s”。")
    hint = _("会商由督办员、派单员组织；措施由责任单位填报进展。")


class TopicNotNow(NotNow):
    code = "topic_not_now"
    message = _("目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class TopicStale(Stale):
    code = "topic_stale"
    message = _("刚被他人更新。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class ConsultationNeeds(Refused):
    code = "consultation_needs"
    message = _("请填写“%(field)s”。")
    hint = _("没有它，不能继续。")


class RaisedAlready(Refused):
    code = "topic_raised"
    message = _("这件事已经在会商议题里，还没有议定。")
    hint = _("请在“会商”里查看。")


class DuePast(Refused):
    code = "measure_due_past"
    message = _("时限必须晚于现在，并且不超过两年。")
    hint = _("请重新选择时限。")


class NothingToRule(Refused):
    code = "nothing_to_rule"
    message = _("没有议定承办单位，或者案件没有分类，不能形成派单规则。")
    hint = _("请先议定由哪个单位承办，并给案件选好分类；也可以在“派单规则”里直接起草。")
