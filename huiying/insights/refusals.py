"""Why an act on common problems can be refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases.refusals import BadValue, NoSuchCase, NotYours


class NoSuchProblem(NoSuchCase):
    code = "no_such_problem"
    message = _("没有找到共性问题 %(number)s，或者您无权查看。")
    hint = _("请回到共性问题列表重新选择；它也可能已经没有案件了。")


class NotYourProblems(NotYours):
    code = "not_your_problems"
    message = _("您的岗位只能查看共性问题，不能拆分、合并或移动。")
    hint = _("请联系派单员或督办员。")


class NothingPicked(NoSuchCase):
    code = "nothing_picked"
    message = _("没有选中这个问题里的案件。")
    hint = _("请先勾选要移出的案件，再选择去处。")


class NoSuchKind(NoSuchCase):
    code = "no_such_kind"
    message = _("没有找到类型“%(matter)s”，或者您无权查看其中的问题。")
    hint = _("请回到类型列表重新选择。")


class NoSuchWatch(NoSuchCase):
    code = "no_such_watch"
    message = _("没有找到这项关注，或者它不是您的。")
    hint = _("请回到关注列表；它可能已经取消了。")


class NothingToHear(BadValue):
    code = "nothing_to_hear"
    message = _("没有选择什么时候提醒。")
    hint = _("请填写热度（1 至 99）或新增人数（从 1 起），或勾选“办完以后又有人反映”。")


class NotYourProposal(NotYours):
    code = "not_your_proposal"
    message = _("您的岗位不能提请专项治理或会商。")
    hint = _("请联系派单员、督办员或领导。")


class NoReason(BadValue):
    code = "proposal_without_reason"
    message = _("没有写理由。")
    hint = _("请写明为什么这样提请或撤回，1 至 500 字。")


class AskedAlready(BadValue):
    code = "asked_already"
    message = _("这个问题已经提请过了，还没有撤回。")
    hint = _("请在“提请事项”一节查看是谁、什么时候、为什么提请的。")


class NoSuchProposal(NoSuchCase):
    code = "no_such_proposal"
    message = _("没有找到这项提请，或者它已经撤回。")
    hint = _("请刷新问题的页面再看。")
