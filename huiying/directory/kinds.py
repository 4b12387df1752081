"""Words of the field that many rows share: kinds of units, areas, codes, cases and levels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    DEPARTMENT = "department", _("部门")
    STREET = "street", _("街道乡镇")
    COMMUNITY = "community", _("社区村")
    GRID = "grid", _("网格")


class AreaKind(TextChoices):
    CITY = "city", _("市")
    DISTRICT = "district", _("区县")
    STREET = "street", _("街道乡镇")
    COMMUNITY = "community", _("社区村")
    GRID = "grid", _("网格")


class Crs(TextChoices):
    """The system coordinates came in; stored ones are always WGS-84."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class CodeKind(TextChoices):
    COMPONENT = "component", _("部件")
    EVENT = "event", _("事项")
    DEMAND = "demand", _("诉求")


class CaseKind(TextChoices):
    """The five kinds of request (北京市接诉即办工作条例 art. 2)."""

    CONSULTATION = "consultation", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    TIPOFF = "tipoff", _("举报")
    SUGGESTION = "suggestion", _("建议")


class Level(TextChoices):
    URGENT = "urgent", _("紧急")
    DIFFICULT = "difficult", _("疑难")
    GENERAL = "general", _("一般")
