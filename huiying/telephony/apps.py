"""Application telephony."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TelephonyConfig(AppConfig):
    name = "huiying.telephony"
    label = "telephony"
    verbose_name = _("电话")

    def ready(self) -> None:
        from huiying.telephony import handlers  # noqa: F401, PLC0415 (subscribes to the journal)
