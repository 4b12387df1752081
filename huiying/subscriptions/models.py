"""Who follows what by mail. The address is sealed; nothing else about the person is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Area


class Subscription(models.Model):
    """One address and what it follows: an area, or a case. Sent to only once ``confirmed_at``.

    ``told`` is up to when news has been sent; ``seen`` the standing of the case that was told.
    ``next_at`` is when to look for news (or to send the letter that asks to confirm), None for
    when the journal says so.
    """

    email_sealed = models.BinaryField()
    email_index = models.CharField(max_length=64)
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(_("订阅时间"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    told = models.DateTimeField(_("发到何时"))
    seen = models.CharField(max_length=200, blank=True, default="")
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("原因"), max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="subscription_due"
            ),
            models.Index(
                fields=["created_at"], condition=Q(confirmed_at=None), name="subscription_open"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["email_index", "area"],
                condition=Q(area__isnull=False),
                name="follows_area_once",
            ),
            models.UniqueConstraint(
                fields=["email_index", "case"],
                condition=Q(case__isnull=False),
                name="follows_case_once",
            ),
            models.CheckConstraint(
                condition=Q(area=None, case__isnull=False) | Q(area__isnull=False, case=None),
                name="follows_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.area_id or self.case_id}"
