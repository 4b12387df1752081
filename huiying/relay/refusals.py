"""Why something about passing a case on is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases.refusals import NoSuchCase, NotNow, NotYours
from huiying.lib.errors import Refused


class NotPassable(NotYours):
    code = "not_passable"
    message = _("您不能转交案件 %(number)s。")
    hint = _("转交由派单员、督办员或主办单位的人员办理。")


class CaseOver(NotNow):
    code = "case_over"
    message = _("案件 %(number)s 已经结束，不再转交。")
    hint = _("确需转交时请先重新办理。")


class NotKeeper(NotYours):
    code = "not_relay_keeper"
    message = _("您的岗位不能管理外部平台。")
    hint = _("外部平台由管理员设置。")


class NoSuchServer(NoSuchCase):
    code = "no_such_server"
    message = _("没有外部平台 %(id)s。")
    hint = _("请从外部平台清单中选择。")


class NoSuchService(Refused):
    code = "no_such_foreign_service"
    message = _("对方平台没有服务 %(code)s。")
    hint = _("请重新选择服务，或由管理员重新读取对方的服务清单。")


class NoSuchPassing(NoSuchCase):
    code = "no_such_passing"
    message = _("没有转交记录 %(id)s，或它现在不能这样办。")
    hint = _("请刷新页面看它现在的状态。")


class AlreadyPassed(Refused):
    code = "already_passed"
    message = _("案件 %(number)s 已经转交 %(server)s，还没有结束。")
    hint = _("请在案件页查看进展；不需要时先停止跟踪，再转交。")


class BadServerAddress(Refused):
    code = "bad_server_address"
    message = _("不能连接 %(url)s：%(why)s")
    hint = _("公网网址只用 80、443 端口；内部网段请先在 HUIYING_INNER_NETS 中允许。")


class ServerNamed(Refused):
    code = "server_named"
    message = _("已经有名为“%(name)s”的外部平台。")
    hint = _("请另起一个名称。")


class MissingWords(Refused):
    code = "missing_relay_words"
    message = _("缺少转交的内容，或超过 4000 字。")
    hint = _("请写明什么地方、什么问题。")


class NoPlace(Refused):
    code = "no_relay_place"
    message = _("案件 %(number)s 没有坐标，也没有地址，对方无法受理。")
    hint = _("请先更正案件的地址或位置。")


class MissingAnswer(Refused):
    code = "missing_relay_answer"
    message = _("对方平台要求回答“%(question)s”。")
    hint = _("请补充后再转交。")


class NotAgreed(Refused):
    code = "identity_not_passable"
    message = _("不能转告诉求人的姓名和电话。")
    hint = _("诉求人要求保密、没有留下联系方式，或您看不到诉求人时，只能转交内容。")
