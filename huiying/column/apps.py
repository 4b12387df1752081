"""Application column."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ColumnConfig(AppConfig):
    name = "huiying.column"
    label = "column"
    verbose_name = _("专栏")
