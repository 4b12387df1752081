"""Application oversight."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "huiying.oversight"
    label = "oversight"
    verbose_name = _("督办核查")
