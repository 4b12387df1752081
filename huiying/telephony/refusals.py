"""Why something at the telephone is refused. Each says what is wrong and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.cases import refusals as cases
from huiying.lib.errors import Refused


class NotConnected(cases.NoSuchCase):
    code = "telephony_off"
    message = _("没有接入电话系统。")
    hint = _("请在设置 HUIYING_TELEPHONY_SECRET 中写入与交换机约定的密钥。")


class MessageTooLarge(Refused):
    code = "message_too_large"
    message = _("正文超过 %(most)s 字节。")
    hint = _("一个请求只说一个事件，录音只给链接。")


class ToldOtherwise(cases.NotNow):
    code = "event_changed"
    message = _("事件 %(id)s 以前收到过，内容不同。")
    hint = _("每个事件用自己的 id；重发同一事件时正文要一字不差。")


class NotAtTelephone(cases.NotYours):
    code = "not_at_telephone"
    message = _("您的岗位不接听热线电话。")
    hint = _("由话务员、派单员、督办员接听；如工作需要，请联系管理员安排岗位。")


class BadExtension(Refused):
    code = "bad_extension"
    message = _("分机号“%(number)s”不对。")
    hint = _("分机号是 1 至 20 位数字或字母，与电话机上的一致。")


class NoSuchCall(cases.NoSuchCase):
    code = "no_such_call"
    message = _("没有找到这个电话，或者不是打给您的分机。")
    hint = _("请回到话务页，来电会自己出现。")


class NoSuchRecall(cases.NoSuchCase):
    code = "no_such_recall"
    message = _("没有找到这条回拨。")
    hint = _("请刷新待回拨的清单。")


class RecallNotNow(cases.NotNow):
    code = "recall_not_now"
    message = _("这条回拨目前是“%(state)s”，不能“%(verb)s”。")
    hint = _("请刷新清单，可能已由同事处理。")


class NotYourRecall(cases.NotYours):
    code = "not_your_recall"
    message = _("这条回拨由%(owner)s负责。")
    hint = _("请由本人处理，或由督办员交还后再领。")


class TooFewTries(Refused):
    code = "too_few_tries"
    message = _("只打过 %(tries)s 次，还不能放弃。")
    hint = _("至少打 %(least)s 次；空号或打错的可以直接放弃。")


class UnknownChoice(Refused):
    code = "telephony_choice"
    message = _("请选择“%(field)s”。")
    hint = _("只能从列出的里面选。")


class ReasonNeeded(Refused):
    code = "transfer_reason"
    message = _("请写明转接的理由。")
    hint = _("一句话即可，例如“楼道有明火”；不写姓名和电话。")
