"""Application marks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarksConfig(AppConfig):
    name = "huiying.marks"
    label = "marks"
    verbose_name = _("短期记号")
