"""Plans of sampling and the checks that were drawn by them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Category, Unit
from huiying.files.models import StoredFile


class Plan(models.Model):
    """What is sampled: results as they are reported, or cases so many days after their close, for
    kinds that rebound 假性整改. ``salt`` stays in the database: with it a draw can be foreseen."""

    class After(models.TextChoices):
        REPORTED = "reported", _("反馈办结时")
        CLOSED = "closed", _("结案以后")

    title = models.CharField(max_length=80)
    after = models.CharField(max_length=8, choices=After.choices)
    days = models.PositiveSmallIntegerField(default=0)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", db_index=False
    )
    percent = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField(default=0)
    second_percent = models.PositiveSmallIntegerField(default=0)
    salt = models.CharField(max_length=32)
    seen_to = models.DateTimeField()
    topped_to = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__lte=100, second_percent__lte=100), name="plan_percents"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Check(models.Model):
    """One case to be looked at by one inspector. ``first``: the check that this one repeats blind.

    ``real`` is what was found; where and when it was found comes from the telephone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待核查")
        DONE = "done", _("已核查")
        VOID = "void", _("已取消")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="checks")
    case = models.ForeignKey(Case, models.CASCADE, related_name="checks")
    cycle = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    first = models.OneToOneField("self", models.CASCADE, null=True, related_name="second")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    real = models.BooleanField(null=True)
    text = models.CharField(max_length=1000, blank=True, default="")
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    metres = models.PositiveIntegerField(null=True)  # from the place of the case
    done_at = models.DateTimeField(null=True)
    acted = models.CharField(max_length=10, blank=True, default="")  # rework or reopen

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(
                fields=["inspector", "due_at"], condition=Q(state="waiting"), name="check_owed"
            ),
            models.Index(fields=["unit", "drawn_at"], name="check_unit"),
            models.Index(fields=["plan", "drawn_at"], name="check_plan"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["plan", "case", "cycle"], condition=Q(first=None), name="check_once"
            ),
            models.CheckConstraint(
                condition=Q(state="done", real__isnull=False, done_at__isnull=False)
                | ~Q(state="done") & Q(real=None, done_at=None),
                name="check_done_says_what",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.case_id}"
