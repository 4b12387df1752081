"""Why an act of dispatch can be refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class UnitAccused(Refused):
    code = "unit_accused"
    message = _("案件 %(number)s 反映的正是 %(unit)s（或其上级），依规须回避，不能由它承办。")
    hint = _("请另选承办单位，例如其上级主管部门。")


class UnitUnknown(Refused):
    code = "unit_unknown"
    message = _("没有这个承办单位，或它已停用。")
    hint = _("请从列表中选择一个启用的单位。")


class NeedsDesignation(Refused):
    code = "needs_designation"
    message = _("案件 %(number)s 已被退回 %(times)s 次，不能再普通派单。")
    hint = _("请由督办员会商后“指定承办”，指定后不得再退。")


class BindingAssignment(Refused):
    code = "binding"
    message = _("案件 %(number)s 是指定承办，不得再退。")
    hint = _("如确有困难，请牵头办理并请求协办，或向区里申请会商。")


class OutsideSubtree(Refused):
    code = "outside_subtree"
    message = _("只能转派给本单位的下级单位，%(unit)s 不是。")
    hint = _("需要别的单位承办时请退单并写明建议单位，或请求协办。")


class NoPolicy(Refused):
    code = "no_policy"
    message = _("没有适用于“%(kind)s / %(category)s / %(level)s”的办理时限。")
    hint = _("请管理员在“办理时限”中补上一条生效的规定；工单必须印有时限才能派出。")


class TooManyExtensions(Refused):
    code = "too_many_extensions"
    message = _("案件 %(number)s 已延期 %(times)s 次，不能再延。")
    hint = _("可以申请挂账，或先反馈阶段结果。")


class AlreadyOverdue(Refused):
    code = "already_overdue"
    message = _("案件 %(number)s 已于 %(due)s 到期，到期后不能再申请延期。")
    hint = _("请尽快反馈结果；延期须在到期前申请。")


class AlreadyAsked(Refused):
    code = "already_asked"
    message = _("案件 %(number)s 已有一项%(what)s申请在等待审批。")
    hint = _("请等待审批结果。")


class NoHandler(Refused):
    code = "no_handler"
    message = _("所选的人现在不承办%(unit)s的案件。")
    hint = _("请从本单位的经办人中选择一位。")


class HandlerAccused(Refused):
    code = "handler_accused"
    message = _("案件 %(number)s 反映的正是%(person)s，不能由其经办。")
    hint = _("请另选一位经办人。")


class SuspendedOnce(Refused):
    code = "suspended_once"
    message = _("案件 %(number)s 已经挂过账，每件只能挂账一次。")
    hint = _("请在恢复计时后办结。")


class BadUntil(Refused):
    code = "bad_until"
    message = _("挂账截止日期须晚于今天，且不超过一年。")
    hint = _("请选择一个合适的日期。")


class Paused(Refused):
    code = "paused"
    message = _("案件 %(number)s 正在挂账，时限没有走动，不需要延期。")
    hint = _("如需更多时间，请在恢复计时后申请延期。")


class NothingAsked(Refused):
    code = "nothing_asked"
    message = _("案件 %(number)s 没有等待审批的%(what)s申请。")
    hint = _("可能已被他人审批，请刷新页面。")


class NotSuspended(Refused):
    code = "not_suspended"
    message = _("案件 %(number)s 没有挂账。")
    hint = _("请刷新页面。")


class RulesPublishedAlready(Refused):
    code = "rules_published"
    message = _("规则第 %(version)s 版已经发布，不能修改。")
    hint = _("请新建一份草稿，修改后再发布。")


class BadRule(Refused):
    code = "bad_rule"
    message = _("规则 %(position)s“%(name)s”有误：%(why)s")
    hint = _("请改正这条规则后再发布。")
