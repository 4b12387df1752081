"""The ten roles. What each may do stands in the access module of each app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OPERATOR = "operator", _("话务员")
    DISPATCHER = "dispatcher", _("派单员")
    HANDLER = "handler", _("承办人")
    STREET = "street", _("街乡镇")
    SUPERVISOR = "supervisor", _("督办员")
    INSPECTOR = "inspector", _("核查员")
    LEADER = "leader", _("领导")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("管理员")
    EDITOR = "editor", _("专栏编辑")
