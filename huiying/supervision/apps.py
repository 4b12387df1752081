"""Application supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "huiying.supervision"
    label = "supervision"
    verbose_name = _("督办")

    def ready(self) -> None:
        from huiying.supervision import handlers  # noqa: F401, PLC0415  (subscribes)
