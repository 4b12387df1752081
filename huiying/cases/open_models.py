"""Rows of the open door: what a category asks beside the text, and requests sent only to try."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.cases.rules.questions import Datatype
from huiying.directory.models import Category

DATATYPES = [
    (Datatype.STRING.value, _("一行文字")),
    (Datatype.NUMBER.value, _("数字")),
    (Datatype.DATETIME.value, _("时间")),
    (Datatype.TEXT.value, _("多行文字")),
    (Datatype.ONE.value, _("单选")),
    (Datatype.MANY.value, _("多选")),
]


class Question(models.Model):
    """A question 附加问题 that a category (and all below it) asks whoever reports.

    GeoReport v2 calls it an attribute of the service. ``values`` holds one choice a line:
    ``key name``. Not ``asked`` (variable=false) is a notice to read, nothing to answer.
    """

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="questions", verbose_name=_("分类")
    )
    code = models.SlugField(_("代码"), max_length=40)
    description = models.CharField(_("问题"), max_length=300)
    datatype = models.CharField(_("类型"), max_length=16, choices=DATATYPES)
    datatype_description = models.CharField(_("填写说明"), max_length=200, blank=True, default="")
    required = models.BooleanField(_("必填"), default=False)
    asked = models.BooleanField(
        _("需要回答"), default=True, help_text=_("不勾选时只是一段给市民看的说明。")
    )
    automated = models.BooleanField(
        _("由系统填写"), default=False, help_text=_("由对接的应用自动填写，不问市民。")
    )
    order = models.PositiveSmallIntegerField(_("顺序"), default=1)
    values = models.TextField(
        _("选项"),
        blank=True,
        default="",
        max_length=8000,
        help_text=_("单选或多选时一行一个：代码、空格、名称。"),
    )
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("category", "order", "pk")
        verbose_name = verbose_name_plural = _("附加问题")
        constraints = (models.UniqueConstraint(fields=["category", "code"], name="question_once"),)

    def __str__(self) -> str:
        return self.description


class Trial(models.Model):
    """A request sent to the test endpoint: kept apart, never a case, forgotten after a month."""

    key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    sender = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"TEST-{self.pk}"
