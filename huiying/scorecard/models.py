"""The three rates: a verdict for each case and cycle, and the sums that pages read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Area, Category, Unit


class ExclusionRule(models.Model):
    """Why a case does not count 剔除规则, approved by somebody, from a date on."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    kinds = models.JSONField(_("诉求类型"), default=list, blank=True)
    channels = models.JSONField(_("渠道"), default=list, blank=True)
    categories = models.ManyToManyField(Category, blank=True, verbose_name=_("分类"))
    unreasonable = models.BooleanField(_("经认定不合理"), default=False)
    basis = models.CharField(_("依据"), max_length=200, blank=True, default="")
    approved_by_name = models.CharField(_("批准人"), max_length=80)
    effective_from = models.DateField(_("生效日期"))
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = verbose_name_plural = _("剔除规则")

    def __str__(self) -> str:
        return self.name


class Verdict(models.Model):
    """What one case and cycle says, from its last call-back that reached the person."""

    # A destroyed case leaves its verdict: published months keep their figures.
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, related_name="verdicts", db_index=False
    )
    cycle = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=7)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, db_index=False)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="+", null=True, db_index=False
    )
    responded = models.BooleanField()
    solved = models.BooleanField()
    satisfied = models.BooleanField()
    excluded = models.ForeignKey(
        ExclusionRule, models.PROTECT, related_name="+", null=True, db_index=False
    )
    approver = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["case", "cycle"], name="verdict_once"),)
        indexes = (
            models.Index(fields=["period", "unit", "at"], name="verdict_unit"),
            models.Index(fields=["period", "area", "at"], name="verdict_area"),
            models.Index(fields=["period", "category", "at"], name="verdict_category"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.cycle} {self.period}"


class Tally(models.Model):
    """Sums of verdicts, moved together with them: what a rates page reads at any size.

    Beside the row of each unit, area and category together there is one per unit, area and
    category alone and one of all: their other keys are ``ALL``. Most pages read only those.
    """

    ALL = -1

    period = models.CharField(max_length=7)
    unit_key = models.BigIntegerField()  # 0: none; no foreign keys, so that upserts stay cheap
    area_key = models.BigIntegerField()
    category_key = models.BigIntegerField()
    counted = models.IntegerField(default=0)
    excluded = models.IntegerField(default=0)
    responded = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    satisfied = models.IntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["period", "unit_key", "area_key", "category_key"], name="tally_once"
            ),
        )
        # Which months there are, of one unit or of all: without looking through every month.
        indexes = (
            models.Index(
                fields=["unit_key", "area_key", "category_key", "period"], name="tally_months"
            ),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.unit_key}/{self.area_key}/{self.category_key}"
