"""The case 案件 and what belongs to it: rows and invariants; `actions` are the only writers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.kinds import Channel, NoteKind
from huiying.cases.rules.workflow import (
    CLOSING_LABELS,
    DECLINING_LABELS,
    ENDED,
    STATE_LABELS,
    State,
)
from huiying.directory.kinds import CaseKind, Crs, Level
from huiying.directory.models import Area, Category, Unit
from huiying.files.models import StoredFile

STATE_CHOICES = [(state.value, _(label)) for state, label in STATE_LABELS.items()]
DECLINING_CHOICES = [(way.value, _(label)) for way, label in DECLINING_LABELS.items()]
CLOSING_CHOICES = [(way.value, _(label)) for way, label in CLOSING_LABELS.items()]
ENDED_VALUES = sorted(state.value for state in ENDED)


class Reporter(models.Model):
    """The person who raised a case 诉求人. Name, phone and address are sealed with AES-GCM.

    ``*_index`` are keyed digests for exact search; ``*_masked`` are what lists show.
    ``*_proven_at`` is when a code that was sent there came back: the contact is the person's own.
    """

    name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    email_sealed = models.BinaryField(default=b"")
    name_index = models.CharField(max_length=32, blank=True, default="", db_index=True)
    phone_index = models.CharField(max_length=32, blank=True, default="", db_index=True)
    email_index = models.CharField(max_length=32, blank=True, default="", db_index=True)
    name_masked = models.CharField(max_length=60, blank=True, default="")
    phone_masked = models.CharField(max_length=20, blank=True, default="")
    phone_proven_at = models.DateTimeField(null=True)
    email_proven_at = models.DateTimeField(null=True)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name_masked or self.phone_masked or str(self.pk)


class DaySerial(models.Model):
    """The last serial given out on a day, so that public numbers are short and never repeat."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class Cause(models.Model):
    """Why such a thing happens 成因: recorded by the handler, filtered and reported by."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("成因"), max_length=60)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("code",)
        verbose_name = verbose_name_plural = _("成因")

    def __str__(self) -> str:
        return self.name


class Case(models.Model):
    """One matter that one person raised, from receipt to its close."""

    number = models.CharField(max_length=32, unique=True)
    tracking_code = models.CharField(max_length=24, unique=True)
    source = models.CharField(max_length=40, blank=True, default="")
    source_number = models.CharField(max_length=64, blank=True, default="")
    idempotency_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001

    kind = models.CharField(max_length=12, choices=CaseKind.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.GENERAL)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    address = models.CharField(max_length=256, blank=True, default="")
    area = models.ForeignKey(Area, models.PROTECT, null=True, db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, null=True, db_index=False)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    source_crs = models.CharField(max_length=8, choices=Crs.choices, default=Crs.WGS84)
    extra = models.JSONField(default=dict, blank=True)

    reporter = models.OneToOneField(Reporter, models.PROTECT, null=True, related_name="case")
    confidential = models.BooleanField(default=False)
    accused_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="accused_in", db_index=False
    )
    accused_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    state = models.CharField(max_length=12, choices=STATE_CHOICES, default=State.RECEIVED)
    open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    cycle = models.PositiveSmallIntegerField(default=1)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="leads", db_index=False
    )
    returns = models.PositiveSmallIntegerField(default=0)
    declining = models.CharField(max_length=16, choices=DECLINING_CHOICES, blank=True, default="")
    closing = models.CharField(max_length=16, choices=CLOSING_CHOICES, blank=True, default="")
    cause = models.ForeignKey(Cause, models.PROTECT, null=True, db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    master = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")

    received_at = models.DateTimeField()
    dispatched_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    suspended_until = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(
                fields=["state", "due_at", "id"], condition=Q(open=True), name="case_desk"
            ),
            models.Index(fields=["state", "received_at", "id"], name="case_state"),
            models.Index(fields=["due_at", "id"], condition=Q(open=True), name="case_due"),
            models.Index(fields=["received_at", "id"], name="case_received"),
            models.Index(fields=["lead_unit", "received_at", "id"], name="case_unit"),
            models.Index(fields=["area", "received_at", "id"], name="case_area"),
            models.Index(fields=["category", "received_at", "id"], name="case_category"),
            models.Index(fields=["channel", "received_at", "id"], name="case_channel"),
            models.Index(fields=["level", "received_at", "id"], name="case_level"),
            models.Index(
                fields=["received_at", "id"], condition=Q(returns__gt=0), name="case_returned"
            ),
            models.Index(
                fields=["source", "received_at", "id"],
                condition=Q(source__gt=""),
                name="case_source",
            ),
            models.Index(
                fields=["cause", "received_at", "id"],
                condition=Q(cause__isnull=False),
                name="case_cause",
            ),
            models.Index(fields=["closed_at", "id"], condition=Q(open=False), name="case_closed"),
            models.Index(fields=["changed_at", "id"], condition=Q(open=True), name="case_changed"),
            models.Index(fields=["lat", "lon"], condition=Q(lat__isnull=False), name="case_place"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(open=True, closed_at=None) & ~Q(state__in=ENDED_VALUES)
                | Q(open=False, closed_at__isnull=False) & Q(state__in=ENDED_VALUES),
                name="case_open_by_state",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED) & ~Q(closing="")
                | ~Q(state=State.CLOSED) & Q(closing=""),
                name="case_closed_called_back_or_excused",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DECLINED) & ~Q(declining="")
                | ~Q(state=State.DECLINED) & Q(declining=""),
                name="case_declined_lawfully",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None)
                | Q(dispatched_at=None)
                | Q(due_at__gte=F("dispatched_at")),
                name="case_due_after_dispatch",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["dispatched", "handling", "reported", "verified", "called_back"]
                )
                | Q(lead_unit__isnull=False),
                name="case_with_unit_has_lead",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, master__isnull=False) | ~Q(state=State.MERGED),
                name="case_merged_has_master",
            ),
            models.CheckConstraint(
                condition=Q(master=None) | ~Q(master=F("id")), name="case_not_own_master"
            ),
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~Q(source_number=""),
                name="case_source_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Note(models.Model):
    """Every piece of prose about a case: remarks, reasons, results, messages, questions, answers.

    The journal keeps only a reference and a digest, so that the words can be erased lawfully.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    author_name = models.CharField(max_length=80, blank=True, default="")
    to_person = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]


class Attachment(models.Model):
    """A photo or file of a case; ``to_person`` when the reporter may see it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="attachments")
    name = models.CharField(max_length=120)
    at = models.DateTimeField()
    author_name = models.CharField(max_length=80, blank=True, default="")
    to_person = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """A question to the person, or a task for an outside party; each has its own clock and link."""

    class To(models.TextChoices):
        PERSON = "person", _("诉求人")
        PARTY = "party", _("外部单位")

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待答复")
        ANSWERED = "answered", _("已答复")
        EXPIRED = "expired", _("逾期未答")
        WITHDRAWN = "withdrawn", _("已撤回")

    case = models.ForeignKey(Case, models.CASCADE, related_name="requests")
    to = models.CharField(max_length=8, choices=To.choices)
    party = models.CharField(max_length=120, blank=True, default="")
    token = models.CharField(max_length=32, unique=True)
    question = models.ForeignKey(Note, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["due_at"], condition=Q(status="waiting"), name="request_waiting"),
            models.Index(
                fields=["ended_at"], condition=Q(status="expired"), name="request_expired"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status="waiting", ended_at=None)
                | ~Q(status="waiting") & Q(ended_at__isnull=False),
                name="request_ends_once",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="request_has_time"),
        )

    def __str__(self) -> str:
        return f"{self.get_to_display()} {self.party}"


class ReplyTemplate(models.Model):
    """A ready text 答复模板 for a verb and perhaps a category; variables in {braces}."""

    name = models.CharField(_("名称"), max_length=60)
    verb = models.CharField(_("用于"), max_length=20)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("分类")
    )
    text = models.TextField(_("正文"))
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("verb", "name")
        verbose_name = verbose_name_plural = _("答复模板")

    def __str__(self) -> str:
        return self.name


class RetentionRule(models.Model):
    """How long data of closed cases is kept 保存期限; the most specific category holds."""

    category = models.OneToOneField(
        Category, models.PROTECT, null=True, blank=True, verbose_name=_("分类")
    )
    anonymise_days = models.PositiveIntegerField(_("多少天后匿名"), null=True, blank=True)
    destroy_days = models.PositiveIntegerField(_("多少天后销毁"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("保存期限")

    def __str__(self) -> str:
        return str(self.category or "*")


class RetentionRecord(models.Model):
    """The register of what was anonymised or destroyed, by which rule, when."""

    at = models.DateTimeField()
    act = models.CharField(
        max_length=10, choices=[("anonymise", _("匿名")), ("destroy", _("销毁"))]
    )
    case_number = models.CharField(max_length=32, db_index=True)
    category_name = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField()
    rule = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.act} {self.case_number}"


class DestroyedNumber(models.Model):
    """A number of a source whose case was destroyed, as a digest: no import brings it back."""

    digest = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


class SavedFilter(models.Model):
    """A named list query 常用筛选, one's own or shared with colleagues of the same unit."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters")
    desk = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("-pinned", "name")
        constraints = (
            models.UniqueConstraint(fields=["owner", "desk", "name"], name="filter_once"),
        )

    def __str__(self) -> str:
        return self.name


# Django looks for models here; they stand apart because they speak of other people.
from huiying.cases import open_models as open_models  # noqa: E402, PLC0414
from huiying.cases import public_models as public_models  # noqa: E402, PLC0414
