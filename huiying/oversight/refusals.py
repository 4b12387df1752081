"""Why a check, a call-back or a close can be refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class OwnWork(Refused):
    code = "own_work"
    message = _("案件 %(number)s 由您本人或您所在单位承办，不能由您核查或回访。")
    hint = _("请由未参与办理的人员完成这一步。")


class CheckFirst(Refused):
    code = "check_first"
    message = _("案件 %(number)s 的分类要求现场核查，核查通过后才能回访或结案。")
    hint = _("请先“核查通过”，或“退回重办”。")


class NotYetExcused(Refused):
    code = "not_yet_excused"
    message = _("案件 %(number)s 的诉求人反映“%(solved)s、%(satisfied)s”，不能直接结案。")
    hint = _("请“退回重办”；如诉求确不合理，请“提请认定不合理”，经督办员批准后结案。")


class NotCalledBack(Refused):
    code = "not_called_back"
    message = _("案件 %(number)s 还没有回访到诉求人。")
    hint = _("请先回访；未留联系方式或连续 %(times)s 次未接通的，可以注明后结案。")


class AnswersMissing(Refused):
    code = "answers_missing"
    message = _("已联系上诉求人，请填写是否解决和是否满意。")
    hint = _("未联系上时请选择“未接通”，不要填写答案。")


class WhyNotMissing(Refused):
    code = "why_not_missing"
    message = _("诉求人反映未解决或不满意，请写明原因。")
    hint = _("原因会转给承办单位，作为重办依据。")


class ExcuseOpen(Refused):
    code = "excuse_open"
    message = _("案件 %(number)s 已提请认定不合理，正在等待审批。")
    hint = _("请等待督办员审批。")


class NothingToExcuse(Refused):
    code = "nothing_to_excuse"
    message = _("案件 %(number)s 没有等待审批的不合理认定，或诉求人并无不满。")
    hint = _("请刷新页面。")
