"""Why an act on common problems can be refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases.refusals import NoSuchCase, NotYours


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
