"""Calls, what was told of them, whose extension it is, who is called back, where calls went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.telephony.rules.calls import STATE_LABELS, State
from huiying.telephony.rules.recalls import FAILURE_LABELS
from huiying.telephony.rules.recalls import OPEN as RECALL_OPEN
from huiying.telephony.rules.recalls import STATE_LABELS as RECALL_LABELS
from huiying.telephony.rules.recalls import State as RecallState

STATE_CHOICES = [(one.value, _(label)) for one, label in STATE_LABELS.items()]
RECALL_CHOICES = [(one.value, _(label)) for one, label in RECALL_LABELS.items()]
FAILURE_CHOICES = [(one.value, _(label)) for one, label in FAILURE_LABELS.items()]
LIVE = [State.RINGING.value, State.ANSWERED.value]


class Extension(models.Model):
    """Who sits at an extension 分机 now."""

    number = models.CharField(max_length=20, unique=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="extension"
    )
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.number


class Call(models.Model):
    """A call as the exchange knows it; the number is sealed, found again by its blind index."""

    exchange_id = models.CharField(max_length=64, unique=True)
    inbound = models.BooleanField(default=True)
    number_sealed = models.BinaryField(default=b"")
    number_index = models.CharField(max_length=64, blank=True, default="")
    number_masked = models.CharField(max_length=24, blank=True, default="")
    extension = models.CharField(max_length=20, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=STATE_CHOICES, default=State.RINGING)
    first_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    recording = models.CharField(max_length=500, blank=True, default="")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="calls")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["person", "id"],
                condition=Q(state__in=LIVE, shown_at=None),
                name="call_for_person",
            ),
            models.Index(fields=["first_at"], name="call_first"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="call_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.exchange_id


class Message(models.Model):
    """What the exchange told once; the same told again changes nothing."""

    event_id = models.CharField(max_length=64, unique=True)
    call = models.ForeignKey(Call, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return self.event_id


class Recall(models.Model):
    """Somebody to call back 回拨: one row however often the number was missed while it is open."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="recalls")
    number_sealed = models.BinaryField(default=b"")
    number_index = models.CharField(max_length=64)
    number_masked = models.CharField(max_length=24, blank=True, default="")
    state = models.CharField(max_length=8, choices=RECALL_CHOICES, default=RecallState.WAITING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    owner_name = models.CharField(max_length=80, blank=True, default="")
    missed = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=10, choices=FAILURE_CHOICES, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (models.Index(fields=["state", "first_at", "id"], name="recall_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=["number_index"],
                condition=Q(state__in=sorted(RECALL_OPEN)) & ~Q(number_index=""),
                name="recall_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | ~Q(owner_name=""), name="recall_taken_by"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RECALL_OPEN), ended_at=None)
                | ~Q(state__in=sorted(RECALL_OPEN)) & Q(ended_at__isnull=False),
                name="recall_ended_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number_masked} {self.state}"


class Transfer(models.Model):
    """A caller was put through to 110, 119, 120 or 122: when, by whom and why."""

    class To(models.TextChoices):
        POLICE = "110", _("110 报警")
        FIRE = "119", _("119 火警")
        AMBULANCE = "120", _("120 急救")
        TRAFFIC = "122", _("122 交通事故")

    call = models.ForeignKey(Call, models.SET_NULL, null=True, related_name="transfers")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="transfers")
    to = models.CharField(max_length=3, choices=To.choices)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.to} {self.at:%Y-%m-%d %H:%M}"
