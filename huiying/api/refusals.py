"""Why the API says no before the house is asked."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NoPerson(Refused):
    code = "key_without_person"
    message = _("这个接口密钥没有绑定人员，不能使用数据接口。")
    hint = _("请管理员用 huiying api-key create 名称 --scope api:read --person 用户名 另建密钥。")


class CallsTooOften(Refused):
    code = "calls_too_often"
    message = _("调用过于频繁：每分钟最多 %(most)s 次。")
    hint = _("请按 Retry-After 等待后再试。")


class NoVersion(Refused):
    code = "version_required"
    message = _("办理案件须带 If-Match 请求头。")
    hint = _("把读取案件时得到的 ETag 原样放入 If-Match；确实不管他人改动时用 *。")


class BadVersion(Refused):
    code = "bad_version"
    message = _("If-Match 请求头无法识别。")
    hint = _("请原样使用读取案件时得到的 ETag。")


class BadCursor(Refused):
    code = "bad_cursor"
    message = _("cursor 无法识别。")
    hint = _("请原样使用上一页给出的 next；第一页不带 cursor。")


class BadKeyText(Refused):
    code = "bad_idempotency_key"
    message = _("Idempotency-Key 应为 1 至 200 个可见字符。")
    hint = _("每件新诉求用一个新的随机值，重发时不变。")


class KnownSource(Refused):
    code = "source_known"
    message = _("来源 %(source)s 的编号 %(number)s 已经登记过。")
    hint = _("可以用筛选条件 source 查询；同一件诉求重发时请带同一个 Idempotency-Key。")


class NotForRates(Refused):
    code = "not_for_rates"
    message = _("您的岗位不能查看三率。")
    hint = _("三率供领导、督办、派单、审计、管理员和承办单位查看。")
