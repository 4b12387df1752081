"""Why there is no code, or why it does not count."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NotConnected(Refused):
    code = "not_connected"
    message = _("这里没有开通验证码。")
    hint = _("请用查询码查询，或者拨打热线。")


class NoContact(Refused):
    code = "no_contact"
    message = _("发不了验证码：需要大陆手机号或电子邮箱。")
    hint = _("手机号是 11 位数字；固定电话收不到短信。")


class AskedTooOften(Refused):
    code = "asked_too_often"
    message = _("这个号码或邮箱要验证码太频繁，请 %(minutes)s 分钟后再试。")
    hint = _("收到的上一个验证码在 10 分钟内有效；也可以用查询码查询。")


class WrongCode(Refused):
    code = "wrong_code"
    message = _("验证码不对，还可以试 %(left)s 次。")
    hint = _("请用最后一次收到的 6 位数字。")


class CodeEnded(Refused):
    code = "code_ended"
    message = _("这个验证码已经失效。")
    hint = _("验证码 10 分钟内有效，试错 5 次或用过以后也会失效；请重新获取。")
