"""Application sampling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SamplingConfig(AppConfig):
    name = "huiying.sampling"
    label = "sampling"
    verbose_name = _("抽查")
