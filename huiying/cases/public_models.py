"""What residents meet: answers before the form, what may be shown in public, further voices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Category


class Stop(models.Model):
    """An answer that stands before the form 先行提示: "call 119 now", "ask the court"."""

    name = models.CharField(_("名称"), max_length=60)
    words = models.TextField(
        _("触发词"), help_text=_("一行一个；诉求中出现任何一个就显示提示。"), max_length=2000
    )
    message = models.TextField(_("给市民的提示"), max_length=1000)
    phone = models.CharField(
        _("应拨打的电话"), max_length=20, blank=True, default="", help_text=_("例如 119")
    )
    final = models.BooleanField(
        _("不能继续填写"),
        default=False,
        help_text=_("勾选后市民看到提示即止；不勾选时可以说明不是这种情况并继续。"),
    )
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = _("上报前提示")

    def __str__(self) -> str:
        return self.name


class PublicRule(models.Model):
    """Cases of this category (and all below) are shown in public: facts only, no words."""

    category = models.OneToOneField(Category, models.PROTECT, verbose_name=_("分类"))
    coarse_metres = models.PositiveIntegerField(
        _("位置模糊到多少米"), default=200, help_text=_("公开的位置是这么大的格子的中心。")
    )
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = _("公开规则")

    def __str__(self) -> str:
        return str(self.category)


class Publication(models.Model):
    """An editor's word about one case: shown with these words, or kept out of the public list."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="publication")
    shown = models.BooleanField(
        _("公开"), default=True, help_text=_("不勾选：即使符合公开规则也不显示。")
    )
    title = models.CharField(_("公开标题"), max_length=80, blank=True, default="")
    words = models.TextField(
        _("公开说明"),
        max_length=1000,
        blank=True,
        default="",
        help_text=_("由编辑撰写，不得包含姓名、电话、门牌等个人信息。"),
    )

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ("-pk",)
        verbose_name = verbose_name_plural = _("公开的案件")

    def __str__(self) -> str:
        return self.case.number


class Voice(models.Model):
    """Somebody else who met the same thing 我也遇到. Holds nothing about the person.

    ``key`` is the form's mark that makes it happen once; ``code`` lets the person follow the case.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="voices")
    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%F}"
