"""Application search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "huiying.search"
    label = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        from huiying.search import lookups  # noqa: F401, PLC0415 (registers itself)
