"""Application relay: cases passed on to other cities' GeoReport servers, and followed there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelayConfig(AppConfig):
    name = "huiying.relay"
    label = "relay"
    verbose_name = _("外部平台")
