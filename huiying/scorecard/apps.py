"""Application scorecard."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardConfig(AppConfig):
    name = "huiying.scorecard"
    label = "scorecard"
    verbose_name = _("考核")

    def ready(self) -> None:
        from huiying.scorecard import handlers  # noqa: F401, PLC0415  (subscribes)
