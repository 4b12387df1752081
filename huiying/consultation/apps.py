"""Application consultation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    name = "huiying.consultation"
    label = "consultation"
    verbose_name = _("会商调度")

    def ready(self) -> None:
        from huiying.consultation import handlers, queries  # noqa: F401, PLC0415  (subscribes)
        from huiying.supervision import sources  # noqa: PLC0415
        from huiying.supervision.rules.ladder import About  # noqa: PLC0415

        sources.add_source(About.MEASURE, queries.owed)
