"""Who must answer, by when, and how that was decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case, Note
from huiying.directory.models import DeadlinePolicy, Unit


class RuleSet(models.Model):
    """An edition of the dispatch rules 派单规则. A published edition never changes (trigger)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        PUBLISHED = "published", _("已发布")
        RETIRED = "retired", _("已停用")

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="drafts")
    created_by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=80, blank=True, default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="published"), name="one_published_rule_set"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | ~Q(status="draft") & Q(published_at__isnull=False),
                name="rule_set_published_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Rule(models.Model):
    """One rule: all given conditions must hold; the first that matches wins.

    ``conditions`` (JSON): kinds, channels, categories (ids, with all below), areas (ids, with all
    below), any_words, all_words, no_words, place_words, weekdays (1–7), from_time, to_time (HH:MM).
    """

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    conditions = models.JSONField(default=dict)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    lead_by_area = models.BooleanField(default=False)  # 属地管理: the street of the case's area
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    assisting = models.ManyToManyField(Unit, related_name="+", blank=True)
    level = models.CharField(max_length=10, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["rule_set", "position"], name="rule_position_once"),
            models.CheckConstraint(
                condition=Q(lead_unit__isnull=False, lead_by_area=False)
                | Q(lead_unit=None, lead_by_area=True),
                name="rule_names_a_lead",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A case with a unit 派单: the lead, an assisting unit, or the district that gets a copy.

    Limits are set at the moment of dispatch and printed on the ticket (art. 13). ``next_due`` is
    the nearest limit that is not yet met; it drives the unit's inbox by index.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("主办")
        ASSIST = "assist", _("协办")
        COPY = "copy", _("抄送")

    class Ended(models.TextChoices):
        NO = "", _("进行中")
        DONE = "done", _("办结")
        RETURNED = "returned", _("退单")
        RECALLED = "recalled", _("撤回")
        TRANSFERRED = "transferred", _("转派")
        MERGED = "merged", _("并案")

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", db_index=False)
    cycle = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", db_index=False)
    role = models.CharField(max_length=8, choices=Role.choices)
    open = models.BooleanField(default=True)
    ended = models.CharField(max_length=12, choices=Ended.choices, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    binding = models.BooleanField(default=False)
    policy = models.ForeignKey(DeadlinePolicy, models.PROTECT, null=True, db_index=False)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, db_index=False)
    trace = models.JSONField(default=dict)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+", db_index=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )  # 经办人: whose work it is within the unit; named by a rule or a colleague, else the signer
    dispatched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    dispatched_at = models.DateTimeField()
    sign_due = models.DateTimeField(null=True)
    contact_due = models.DateTimeField(null=True)
    report_due = models.DateTimeField(null=True)
    resolve_due = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    contacted_at = models.DateTimeField(null=True)
    progressed_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    result = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="+", db_index=False)
    reworks = models.PositiveSmallIntegerField(default=0)
    on_time = models.BooleanField(
        null=True
    )  # set when the lead reports; the raw fact, never erased

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["case", "id"], name="assignment_case"),
            models.Index(
                fields=["unit", "next_due"], condition=Q(open=True), name="assignment_inbox"
            ),
            models.Index(fields=["unit", "-id"], name="assignment_unit"),
            models.Index(
                fields=["unit", "case"],
                condition=~Q(role="lead"),
                name="assignment_shared",
            ),
            models.Index(
                fields=["unit", "ended_at", "id"], condition=Q(open=False), name="assignment_done"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(open=True, role="lead"), name="one_lead"
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(open=True), name="unit_once_per_case"
            ),
            models.CheckConstraint(
                condition=Q(open=True, ended="", ended_at=None)
                | Q(open=False, ended_at__isnull=False) & ~Q(ended=""),
                name="assignment_open_or_ended",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{step}_due": None})
                    | Q(**{f"{step}_due__gte": F("dispatched_at")}),
                    name=f"assignment_{step}_after_start",
                )
                for step in ("sign", "contact", "report", "resolve")
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"


class Return(models.Model):
    """A unit gives a case back 退单: with reason, legal basis and the unit it proposes."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="return_record")
    case = models.ForeignKey(Case, models.CASCADE, related_name="return_records")
    reason = models.ForeignKey(Note, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    proposed_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.assignment.unit} → {self.proposed_unit}"


class ClockRequest(models.Model):
    """An application for more time 延期 or for a pause 挂账, and how it was decided."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("延期")
        SUSPENSION = "suspension", _("挂账")

    class Status(models.TextChoices):
        ASKED = "asked", _("待审批")
        GRANTED = "granted", _("已批准")
        REFUSED = "refused", _("未批准")

    case = models.ForeignKey(Case, models.CASCADE, related_name="clock_requests")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="clock_requests")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    reason = models.ForeignKey(Note, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)  # suspension: paused until
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["asked_at"], condition=Q(status="asked"), name="clock_asked"),
            models.Index(
                fields=["until"],
                condition=Q(kind="suspension", status="granted", resumed_at=None),
                name="clock_paused",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "kind"], condition=Q(status="asked"), name="clock_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at=None)
                | ~Q(status="asked") & Q(decided_at__isnull=False),
                name="clock_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(due_after=None) | Q(due_after__gte=F("due_before")),
                name="clock_never_shortens",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_status_display()}"
