"""Application proof."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProofConfig(AppConfig):
    name = "huiying.proof"
    label = "proof"
    verbose_name = _("联系方式验证")
