"""Who is told what happens, and the log of what was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Webhook(models.Model):
    """Another system that is told what happens; it sees what ``person`` may see, no more.

    ``salt`` makes its secret (see `signing`), so that no secret lies in the table. ``position`` is
    the last line of the journal that was made into a delivery, or that was not for it.
    """

    url = models.CharField(max_length=2000)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    position = models.BigIntegerField(default=0)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """Some lines in order for one webhook. The body is made from the journal at each try."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待推送")
        DONE = "done", _("已送达")
        GIVEN_UP = "given_up", _("已放弃")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    after = models.BigIntegerField()
    last = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=["next_at"], condition=Q(status="waiting"), name="delivery_waiting"
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(last__gt=models.F("after")), name="delivery_range"),
        )

    def __str__(self) -> str:
        return f"{self.after}–{self.last} {self.status}"
