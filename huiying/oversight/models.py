"""Asking the person whether it is true: call-backs 回访, verifications 核查, excuses 不合理认定."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case, Note
from huiying.directory.models import Unit


class CallBack(models.Model):
    """One call-back 回访 (art. 23), recorded by somebody who did not handle the case.

    Answers are None while the person was not reached.
    """

    class Method(models.TextChoices):
        PHONE = "phone", _("电话")
        SMS = "sms", _("短信")
        WEB = "web", _("网络")
        VISIT = "visit", _("上门")
        IMPORT = "import", _("导入")

    class Satisfied(models.TextChoices):
        YES = "yes", _("满意")
        FAIRLY = "fairly", _("基本满意")
        NO = "no", _("不满意")

    class Solved(models.TextChoices):
        YES = "yes", _("解决")
        PARTLY = "partly", _("部分解决")
        NO = "no", _("未解决")

    case = models.ForeignKey(Case, models.CASCADE, related_name="call_backs")
    cycle = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_index=False)
    method = models.CharField(max_length=8, choices=Method.choices)
    reached = models.BooleanField()
    contacted = models.BooleanField(null=True)  # did the unit contact the person
    responded = models.BooleanField(null=True)  # did the unit answer
    solved = models.CharField(max_length=8, choices=Solved.choices, blank=True, default="")
    satisfied = models.CharField(max_length=8, choices=Satisfied.choices, blank=True, default="")
    why_not = models.CharField(max_length=200, blank=True, default="")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(reached=False, contacted=None, responded=None, solved="", satisfied="")
                | Q(reached=True) & ~Q(solved="") & ~Q(satisfied=""),
                name="call_back_answers_when_reached",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_solved_display()} {self.get_satisfied_display()}"


class CallClaim(models.Model):
    """Somebody has a call-back open 正在回访 since ``at``; see ``claims``. Ends by itself."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="call_claim")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} {self.at}"


class Verification(models.Model):
    """A check that the reported result is true 核查."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="verifications")
    cycle = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    on_site = models.BooleanField(default=False)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.passed)


class Excuse(models.Model):
    """A proposal to accept an unsolved or unsatisfied answer as unreasonable 不合理诉求."""

    class Status(models.TextChoices):
        ASKED = "asked", _("待审批")
        GRANTED = "granted", _("已认定")
        REFUSED = "refused", _("未认定")

    case = models.ForeignKey(Case, models.CASCADE, related_name="excuses")
    cycle = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    reason = models.ForeignKey(Note, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="asked"), name="one_open_excuse"
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at=None)
                | ~Q(status="asked") & Q(decided_at__isnull=False),
                name="excuse_decided_once",
            ),
        )

    def __str__(self) -> str:
        return self.get_status_display()
