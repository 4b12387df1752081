"""Application supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "huiying.supervision"
    label = "supervision"
    verbose_name = _("督办")

    def ready(self) -> None:
        from huiying.supervision import handlers, order_queries, sources  # noqa: F401, PLC0415
        from huiying.supervision.rules.ladder import About  # noqa: PLC0415

        sources.add_source(About.ORDER, order_queries.owed)
