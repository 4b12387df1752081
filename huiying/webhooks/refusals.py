"""Why something about a webhook is refused."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from huiying.lib.errors import Refused


class NoSuchWebhook(Refused):
    code = "no_such_webhook"
    message = _("没有推送 %(id)s。")
    hint = _("请用 GET /api/v1/webhooks 查看现有的推送。")


class NoSuchDelivery(Refused):
    code = "no_such_delivery"
    message = _("没有推送记录 %(id)s。")
    hint = _("请用 GET /api/v1/webhooks/编号/deliveries 查看推送记录。")


class WebhookOver(Refused):
    code = "webhook_ended"
    message = _("推送 %(id)s 已经结束。")
    hint = _("请另建一个推送。")
