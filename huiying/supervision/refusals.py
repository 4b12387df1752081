"""Why something in an inbox cannot be opened, or an order not be issued or answered."""

from __future__ import annotations

from huiying.cases.refusals import NoSuchCase, NotNow, NotYours, Stale
from huiying.lib.errors import Refused


def _(message: str) -> str:
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


class NoSuchItem(NoSuchCase):
    code = "no_such_item"
    message = _("没有这条提醒，或者它不是给您的。")
    hint = _("请从“提醒”的列表打开。")


class NoSuchOrder(NoSuchCase):
    code = "no_such_order"
    message = _("没有这份督办单，或者您无权查看。")
    hint = _("请从“督办单”的列表打开。")


class NotYourOrder(NotYours):
    code = "not_your_order"
    message = _("您的岗位不能“%(verb)s”。")
    hint = _("督办单由督办员、领导签发和审核，由被督办的单位回复。")


class OrderNotNow(NotNow):
    code = "order_not_now"
    message = _("%(number)s 目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新页面，查看现在可以做什么。")


class OrderStale(Stale):
    code = "order_stale"
    message = _("%(number)s 刚被他人更新。您填写的内容还在，没有提交。")
    hint = _("请先查看最新情况，再决定是否提交。")


class OrderNeeds(Refused):
    code = "order_needs"
    message = _("请填写“%(field)s”。")
    hint = _("没有它，督办单不能签发或办理。")


class OrderDuePast(Refused):
    code = "order_due_past"
    message = _("回复时限必须晚于现在，并且不超过一年。")
    hint = _("请重新选择回复时限。")


class AccusedUnit(Refused):
    code = "order_to_accused"
    message = _("案件 %(number)s 反映的就是这个单位，不能把案件附在给它的督办单上。")
    hint = _("请不引用案件，只写要它办的事；不要写诉求人的情况。")
