"""Application insights."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "huiying.insights"
    label = "insights"
    verbose_name = _("洞察")

    def ready(self) -> None:
        from huiying.insights import handlers  # noqa: F401, PLC0415  (subscribes)
