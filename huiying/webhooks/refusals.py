"""Why something about a webhook is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NoSuchWebhook(Refused):
    code = "no_such_webhook"
    message = _("没有推送 %(id)s。")
    hint = _("请用 GET /api/v1/webhooks 查看现有的推送。")


class BadAddress(Refused):
    code = "bad_webhook_address"
    message = _("不能推送到 %(url)s：%(why)s")
    hint = _("公网网址只用 80、443 端口；内部网段请先在 HUIYING_INNER_NETS 中允许。")


class NoSuchDelivery(Refused):
    code = "no_such_delivery"
    message = _("没有推送记录 %(id)s。")
    hint = _("请用 GET /api/v1/webhooks/编号/deliveries 查看推送记录。")


class WebhookOver(Refused):
    code = "webhook_ended"
    message = _("推送 %(id)s 已经结束。")
    hint = _("请另建一个推送。")
