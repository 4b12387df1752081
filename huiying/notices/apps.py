"""Application notices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "huiying.notices"
    label = "notices"
    verbose_name = _("通知")

    def ready(self) -> None:
        from huiying.notices import handlers  # noqa: F401, PLC0415 (subscribes to the journal)
