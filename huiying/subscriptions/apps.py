"""Application subscriptions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    name = "huiying.subscriptions"
    label = "subscriptions"
    verbose_name = _("订阅")

    def ready(self) -> None:
        from huiying.subscriptions import handlers  # noqa: F401, PLC0415 (subscribes to the journal)
