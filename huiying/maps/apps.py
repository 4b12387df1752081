"""Application maps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    name = "huiying.maps"
    label = "maps"
    verbose_name = _("地图")

    def ready(self) -> None:
        from huiying.maps import handlers  # noqa: F401, PLC0415  (subscribes)
