"""Reference data of a district: units, areas, categories, calendars, deadline policies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huiying.directory.kinds import AreaKind, CaseKind, CodeKind, Crs, Level, UnitKind
from huiying.lib.workdays import Unit as TimeUnit

TIME_UNITS = [(unit.value, unit.value) for unit in TimeUnit]


class Area(models.Model):
    """An administrative area 区划; codes of 6, 9, 12 or 15 digits (GB/T 2260, DB11 grids)."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    code = models.CharField(_("代码"), max_length=15, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=AreaKind.choices)
    polygon = models.TextField(_("边界"), blank=True, default="")  # GeoJSON geometry, WGS-84
    source_crs = models.CharField(
        _("坐标来源"), max_length=8, choices=Crs.choices, default=Crs.WGS84
    )
    lon = models.FloatField(_("中心经度"), null=True, blank=True)  # WGS-84, like the border
    lat = models.FloatField(_("中心纬度"), null=True, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = verbose_name_plural = _("区划")

    def __str__(self) -> str:
        return self.name


class AreaAlias(models.Model):
    """Another code of the same area: the same town appears under two codes in real files."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases", verbose_name=_("区划"))
    code = models.CharField(_("别名代码"), max_length=20, blank=True, default="")
    name = models.CharField(_("别名"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("区划别名")
        constraints = (
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="alias_code_once"),
            models.CheckConstraint(condition=~Q(code="", name=""), name="alias_says_something"),
        )

    def __str__(self) -> str:
        return self.code or self.name


class WorkCalendar(models.Model):
    """Working days and hours 工作日历. Days are rows; past the last it raises, never guesses."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    hours = models.CharField(_("工作时间"), max_length=80, default="08:00-12:00,14:00-18:00")

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """One day of a calendar; ``note`` names the holiday or the make-up day 调休."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="days")
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("工作日"))
    note = models.CharField(_("说明"), max_length=40, blank=True, default="")

    class Meta:
        ordering = ("day",)
        verbose_name = verbose_name_plural = _("日历日")
        constraints = (
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.day}"


class Unit(models.Model):
    """A responsible unit 承办单位: city, district, department or street, community, grid."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    code = models.CharField(_("编号"), max_length=32, unique=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True, default="")
    kind = models.CharField(_("类别"), max_length=12, choices=UnitKind.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("区划")
    )
    duties = models.TextField(_("职责清单"), blank=True, default="")
    calendar = models.ForeignKey(
        WorkCalendar, models.PROTECT, null=True, blank=True, verbose_name=_("工作日历")
    )
    phone = models.CharField(_("电话"), max_length=40, blank=True, default="")
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = verbose_name_plural = _("承办单位")
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="credit_code_once"
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name


class CodeSet(models.Model):
    """A versioned catalogue of categories 分类标准, such as GB/T 30428.2-2013."""

    standard = models.CharField(_("标准号"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    effective_from = models.DateField(_("生效日期"), null=True, blank=True)
    for_cases = models.BooleanField(_("用于案件分类"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("分类标准")

    def __str__(self) -> str:
        return self.standard


class Category(models.Model):
    """A class of matters. Its key is standard + kind + code: the same digits occur in two kinds."""

    code_set = models.ForeignKey(
        CodeSet, models.PROTECT, related_name="categories", verbose_name=_("分类标准")
    )
    kind = models.CharField(_("类型"), max_length=12, choices=CodeKind.choices)
    code = models.CharField(_("代码"), max_length=20)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    level = models.PositiveSmallIntegerField(_("层级"), default=1)
    name = models.CharField(_("名称"), max_length=80)
    public_name = models.CharField(_("公开名称"), max_length=80, blank=True, default="")
    sensitive = models.BooleanField(_("敏感"), default=False)
    on_site_check = models.BooleanField(_("须现场核查"), default=False)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("code_set", "kind", "code")
        verbose_name = verbose_name_plural = _("分类")
        constraints = (
            models.UniqueConstraint(fields=["code_set", "kind", "code"], name="category_key"),
        )

    def __str__(self) -> str:
        return self.name


class FilingCondition(models.Model):
    """A condition for filing 立案条件 of a class, with its own limit and condition for closing.

    One class has several (GB/T 30428.8); they are what the collector and the caller's desk read.
    ``amount`` is None where the source's limit is no plain time, such as one for each stage.
    """

    category = models.ForeignKey(
        Category, models.CASCADE, related_name="conditions", verbose_name=_("分类")
    )
    place = models.PositiveSmallIntegerField(_("序号"))
    condition = models.TextField(_("立案条件"))
    limit = models.CharField(_("处置时限"), max_length=80, blank=True, default="")
    amount = models.PositiveSmallIntegerField(_("时限数"), null=True, blank=True)
    amount_unit = models.CharField(
        _("时限单位"), max_length=14, choices=TIME_UNITS, blank=True, default=""
    )
    closing = models.TextField(_("结案条件"), blank=True, default="")
    supervised_by = models.CharField(_("监管主体"), max_length=200, blank=True, default="")
    done_by = models.CharField(_("责任主体"), max_length=200, blank=True, default="")
    law = models.TextField(_("法律法规依据"), blank=True, default="")
    clause = models.TextField(_("具体条款"), blank=True, default="")
    collecting = models.TextField(_("采集要求"), blank=True, default="")

    class Meta:
        ordering = ("category", "place")
        verbose_name = verbose_name_plural = _("立案条件")
        constraints = (
            models.UniqueConstraint(fields=["category", "place"], name="condition_place_once"),
        )

    def __str__(self) -> str:
        return self.condition[:40]


class CrossWalk(models.Model):
    """How a class of one code set reads in another 对照表."""

    source = models.ForeignKey(Category, models.CASCADE, related_name="walks_to")
    target = models.ForeignKey(Category, models.CASCADE, related_name="walks_from")
    note = models.CharField(_("说明"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("分类对照")
        constraints = (
            models.UniqueConstraint(fields=["source", "target"], name="crosswalk_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="crosswalk_goes_on"),
        )

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class DeadlinePolicy(models.Model):
    """Limits 办理时限 for a kind × category × level from a date on; the most specific row holds.

    The statute sets no figures (art. 13): every limit is data with an effective date.
    ``None`` amounts mean that the step has no limit of its own; ``resolve`` is never empty.
    """

    kind = models.CharField(
        _("诉求类型"), max_length=12, choices=CaseKind.choices, blank=True, default=""
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("分类")
    )
    level = models.CharField(
        _("级别"), max_length=10, choices=Level.choices, blank=True, default=""
    )
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True, default="")
    sign_amount = models.PositiveSmallIntegerField(_("签收时限"), null=True, blank=True)
    sign_unit = models.CharField(max_length=14, choices=TIME_UNITS, default=TimeUnit.WORK_HOURS)
    contact_amount = models.PositiveSmallIntegerField(_("联系时限"), null=True, blank=True)
    contact_unit = models.CharField(max_length=14, choices=TIME_UNITS, default=TimeUnit.WORK_HOURS)
    report_amount = models.PositiveSmallIntegerField(_("反馈时限"), null=True, blank=True)
    report_unit = models.CharField(max_length=14, choices=TIME_UNITS, default=TimeUnit.WORK_DAYS)
    resolve_amount = models.PositiveSmallIntegerField(_("办结时限"))
    resolve_unit = models.CharField(max_length=14, choices=TIME_UNITS, default=TimeUnit.WORK_DAYS)

    steps: ClassVar[tuple[str, ...]] = ("sign", "contact", "report", "resolve")

    class Meta:
        ordering = ("kind", "category", "level", "effective_from")
        verbose_name = verbose_name_plural = _("办理时限")
        constraints = (
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gt=F("effective_from")),
                name="policy_ends_after_start",
            ),
            models.UniqueConstraint(
                "kind",
                Coalesce("category", Value(0)),
                "level",
                "effective_from",
                name="policy_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind or '*'}/{self.category or '*'}/{self.level or '*'}"
