"""Words of the case app that become database choices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    HOTLINE = "hotline", _("热线")
    WEB = "web", _("网络")
    VISIT = "visit", _("走访")
    INSPECTION = "inspection", _("巡查")
    COLUMN = "column", _("专栏")
    DEVICE = "device", _("设备")
    IMPORT = "import", _("导入")
    API = "api", _("接口")


class NoteKind(TextChoices):
    REMARK = "remark", _("内部备注")
    REASON = "reason", _("理由")
    RESULT = "result", _("办理结果")
    CONTACT = "contact", _("联系记录")
    MESSAGE = "message", _("告知")
    QUESTION = "question", _("询问")
    ANSWER = "answer", _("答复")
    CHECK = "check", _("核查")
    CALL = "call", _("回访")
