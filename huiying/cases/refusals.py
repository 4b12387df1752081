"""Why an act on a case can be refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NoSuchCase(Refused):
    code = "no_such_case"
    message = _("没有找到案件 %(number)s，或者您无权查看。")
    hint = _("请核对编号；如确需查看，请联系督办员或管理员。")


class NotNow(Refused):
    code = "not_now"
    message = _("案件 %(number)s 目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class NotYours(Refused):
    code = "not_yours"
    message = _("您的岗位不能对案件 %(number)s “%(verb)s”。")
    hint = _("这一步由以下岗位办理：%(roles)s。")


class Recused(Refused):
    code = "recused"
    message = _("案件 %(number)s 反映的是您本人或您所在单位，依规须回避。")
    hint = _("请联系派单员另行指定承办单位。")


class Stale(Refused):
    code = "stale"
    message = _("案件 %(number)s 刚被他人更新（%(who)s）。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class Missing(Refused):
    code = "missing"
    message = _("请填写“%(field)s”。")
    hint = _("这一项必填。")


class BadValue(Refused):
    code = "bad_value"
    message = _("“%(field)s”填写有误：%(why)s")
    hint = _("请修改后重新提交。")


class OpenParts(Refused):
    code = "open_parts"
    message = _("案件 %(number)s 还有未办结的分项：%(parts)s。")
    hint = _("请先办结各分项，再办结本案。")


class NotMergeable(Refused):
    code = "not_mergeable"
    message = _("案件 %(number)s 不能并入 %(master)s：%(why)s")
    hint = _("请选择一个正在办理的主案。")


class LinkEnded(Refused):
    code = "link_ended"
    message = _("这个链接已经失效：%(why)s")
    hint = _("如仍需答复，请拨打热线或联系发来链接的单位。")


class NotForYou(Refused):
    code = "reporter_hidden"
    message = _("您不能查看案件 %(number)s 的诉求人信息。")
    hint = _("诉求人要求保密，或您的岗位不需要这些信息；请通过热线转达。")
