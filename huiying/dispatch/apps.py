"""Application dispatch."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    name = "huiying.dispatch"
    label = "dispatch"
    verbose_name = _("派单")

    def ready(self) -> None:
        from huiying.dispatch import sharing  # noqa: PLC0415  (models are ready only now)

        sharing.register()
