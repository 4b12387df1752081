"""Why a notice is not shown or not sent again."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NotYours(Refused):
    code = "notices_not_yours"
    message = _("您的岗位不管理通知。")
    hint = _("请话务员、督办员或管理员处理。")


class NoSuchNotice(Refused):
    code = "no_such_notice"
    message = _("没有找到这条通知，或者它已经发出。")
    hint = _("请刷新页面查看最新状态。")
