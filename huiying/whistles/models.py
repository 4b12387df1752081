"""Whistles 吹哨, the summons of each department 报到, their limits and marks 双考核.

What is asked must stand for itself: a department that is called does not see the cases behind it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Area, Unit
from huiying.files.models import StoredFile
from huiying.whistles.rules.course import (
    ENDED,
    KIND_LABELS,
    RESULT_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    State,
    Step,
)
from huiying.whistles.rules.limits import UNITS

KINDS = [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
STATES = [(state.value, _(label)) for state, label in STATE_LABELS.items()]
STEPS = [(step.value, _(label)) for step, label in STEP_LABELS.items()]
RESULTS = [(result.value, _(label)) for result, label in RESULT_LABELS.items()]
UNIT_LABELS = {
    "minutes": _("分钟"),
    "hours": _("小时"),
    "work_hours": _("工作小时"),
    "work_days": _("工作日"),
    "calendar_days": _("自然日"),
}
TIME_UNITS = [(unit, UNIT_LABELS[unit]) for unit in UNITS]
ENDED_VALUES = sorted(step.value for step in ENDED)


class WhistleLimit(models.Model):
    """A district's own limits for a kind of whistle from a day on; without a row defaults hold."""

    kind = models.CharField(_("哨的类型"), max_length=10, choices=KINDS)
    effective_from = models.DateField(_("生效日期"))
    effective_to = models.DateField(_("失效日期"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True, default="")
    sign_amount = models.PositiveSmallIntegerField(_("签到时限"))
    sign_unit = models.CharField(_("签到时限单位"), max_length=14, choices=TIME_UNITS)
    arrive_amount = models.PositiveSmallIntegerField(_("到场时限"))
    arrive_unit = models.CharField(_("到场时限单位"), max_length=14, choices=TIME_UNITS)
    result_amount = models.PositiveSmallIntegerField(_("反馈结果时限"))
    result_unit = models.CharField(_("反馈结果时限单位"), max_length=14, choices=TIME_UNITS)
    rule_amount = models.PositiveSmallIntegerField(_("区裁定时限"))
    rule_unit = models.CharField(_("区裁定时限单位"), max_length=14, choices=TIME_UNITS)

    class Meta:
        ordering = ("kind", "effective_from")
        verbose_name = verbose_name_plural = _("吹哨时限")
        constraints = (
            models.UniqueConstraint(fields=["kind", "effective_from"], name="whistle_limit_once"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gt=F("effective_from")),
                name="whistle_limit_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_from}"


class Whistle(models.Model):
    """One whistle: a street asks departments to come to a place at a time."""

    street = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=KINDS)
    title = models.CharField(max_length=60)
    words = models.TextField(max_length=1000)
    place = models.CharField(max_length=100)
    meet_at = models.DateTimeField()
    cases = models.ManyToManyField(Case, related_name="whistles")
    state = models.CharField(max_length=10, choices=STATES, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    blown_at = models.DateTimeField()
    blown_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    conclude_due = models.DateTimeField(null=True)
    result = models.CharField(max_length=10, choices=RESULTS, blank=True, default="")
    conclusion = models.TextField(max_length=1000, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["street", "blown_at"], name="whistle_street"),
            models.Index(fields=["state", "id"], name="whistle_state"),
            models.Index(fields=["area", "id"], name="whistle_area"),
            models.Index(fields=["blown_at"], name="whistle_blown"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | ~Q(state="open") & Q(ended_at__isnull=False),
                name="whistle_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(state="concluded") & ~Q(result="")
                | ~Q(state="concluded") & Q(result=""),
                name="whistle_result_when_concluded",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Summons(models.Model):
    """What one department owes to a whistle. Until it ends it has an owner and a due time."""

    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="summonses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    asked = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=STEPS, default=Step.CALLED)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField()
    sign_due = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=80, blank=True, default="")
    arrive_due = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.CharField(max_length=80, blank=True, default="")
    arrived_place = models.CharField(max_length=100, blank=True, default="")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    contribution = models.TextField(max_length=1000, blank=True, default="")
    contributed_at = models.DateTimeField(null=True)
    refusal = models.TextField(max_length=500, blank=True, default="")
    refused_at = models.DateTimeField(null=True)
    ruling = models.TextField(max_length=500, blank=True, default="")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["unit", "whistle"], name="summons_unit"),
            models.Index(
                fields=["owner", "due_at"],
                condition=~Q(state__in=ENDED_VALUES),
                name="summons_owed",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["whistle", "unit"], name="summons_once"),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_VALUES, owner=None, due_at=None)
                | ~Q(state__in=ENDED_VALUES) & Q(owner__isnull=False, due_at__isnull=False),
                name="summons_owed_until_ended",
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id}"


class Rating(models.Model):
    """A mark 1–5 the street or the district gave; ``unit`` is who is judged."""

    class By(models.TextChoices):
        STREET = "street", _("街乡镇")
        DISTRICT = "district", _("区级")

    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="ratings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=10, choices=By.choices)
    mark = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300, blank=True, default="")
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["whistle", "unit", "by"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(mark__gte=1) & Q(mark__lte=5), name="rating_in_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id} {self.mark}"
