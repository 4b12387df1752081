"""Application evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "huiying.evidence"
    label = "evidence"
    verbose_name = _("证据核对")

    def ready(self) -> None:
        from huiying.evidence import handlers  # noqa: F401, PLC0415  (subscribes)
