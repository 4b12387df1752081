"""Exposures with their pictures, terms and comments, and the reply times of the register.

Nothing here names a resident: the words are an editor's or a unit's, and a comment holds what its
writer chose to say and no address.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.column.rules.comments import REASON_LABELS, STANDING_LABELS, Standing
from huiying.column.rules.workflow import PUBLIC, STATE_LABELS, State
from huiying.directory.models import Area, Unit
from huiying.files.models import StoredFile

STATE_CHOICES = [(state.value, _(label)) for state, label in STATE_LABELS.items()]
STANDING_CHOICES = [(one.value, _(label)) for one, label in STANDING_LABELS.items()]
REASON_CHOICES = [(one.value, _(label)) for one, label in REASON_LABELS.items()]
PUBLIC_VALUES = sorted(state.value for state in PUBLIC)


class Exposure(models.Model):
    """One issue of the column 一期曝光: what is wrong, whose it is, by when it is to be mended."""

    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="exposures")
    title = models.CharField(max_length=60)
    words = models.TextField(max_length=1000)
    asked = models.CharField(max_length=300)
    place = models.CharField(max_length=100, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", null=True, db_index=False)
    state = models.CharField(max_length=10, choices=STATE_CHOICES, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["published_at", "id"],
                condition=Q(state__in=PUBLIC_VALUES),
                name="exposure_public",
            ),
            models.Index(fields=["unit", "state", "id"], name="exposure_unit"),
            models.Index(fields=["state", "due_at", "id"], name="exposure_desk"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="exposure_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_VALUES) | Q(published_at__isnull=False),
                name="exposure_public_since",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None),
                name="exposure_closed_when",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """One go at putting it right: the unit's answer and what the re-check found 一轮整改."""

    exposure = models.ForeignKey(Exposure, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opening = models.TextField(max_length=500, blank=True, default="")
    answer = models.TextField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    finding = models.TextField(max_length=500, blank=True, default="")
    passed = models.BooleanField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["exposure", "number"], name="round_once"),
            models.CheckConstraint(
                condition=Q(passed=None, checked_at=None)
                | Q(passed__isnull=False, checked_at__isnull=False, answered_at__isnull=False),
                name="round_checked_after_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.exposure_id}/{self.number}"


class Picture(models.Model):
    """A photo before or after. ``original`` is never public; ``shown`` is the copy that may be."""

    class Moment(models.TextChoices):
        BEFORE = "before", _("整改前")
        AFTER = "after", _("整改后")

    exposure = models.ForeignKey(Exposure, models.CASCADE, related_name="pictures")
    moment = models.CharField(max_length=6, choices=Moment.choices)
    round = models.PositiveSmallIntegerField()
    original = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    shown = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    boxes = models.JSONField(default=list)
    confirmed_by = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.exposure_id} {self.moment}"


class Comment(models.Model):
    """What somebody of the public said of an exposure; ``key`` is its form's mark, once."""

    exposure = models.ForeignKey(Exposure, models.CASCADE, related_name="comments")
    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=20, blank=True, default="")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()
    standing = models.CharField(max_length=8, choices=STANDING_CHOICES, default=Standing.HELD)
    reason = models.CharField(max_length=10, choices=REASON_CHOICES, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["standing", "id"], name="comment_queue"),
            models.Index(fields=["exposure", "standing", "id"], name="comment_shown"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(standing="refused") & ~Q(reason="")
                | ~Q(standing="refused") & Q(reason=""),
                name="comment_refused_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]


class ReplyTime(models.Model):
    """How long cases of a month took from receipt to close: one line per unit, area, and in all.

    ``by`` is "all", "unit" or "area", ``key`` the id of the row (0: none); minutes, all hours.
    """

    period = models.CharField(max_length=7)
    by = models.CharField(max_length=4)
    key = models.BigIntegerField()
    received = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    median = models.PositiveIntegerField(null=True)
    ninetieth = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["period", "by", "key"], name="reply_time_once"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.by} {self.key}"
