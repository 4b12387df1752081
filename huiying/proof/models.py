"""Codes on their way, and looks at one's own cases. Both live for minutes and are then deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case


class Kind(models.TextChoices):
    PHONE = "phone", _("电话")
    EMAIL = "email", _("电子邮箱")


class Proof(models.Model):
    """One code that somebody asked for: to prove the contact of ``case``, or to see own cases.

    ``token`` is the digest of what the browser that asked keeps: a code is of use there only.
    ``next_at`` is when to try to send it, None when that is done. Of the code itself there is a
    keyed digest, made when it goes out; "" where none went out, as to contacts without cases.
    """

    token = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    contact_sealed = models.BinaryField(default=b"")
    contact_index = models.CharField(max_length=32)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    code_digest = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    sendings = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="proof_due"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Visit(models.Model):
    """A person with a proven contact looks at own cases, until ``ends_at`` or sign-out."""

    token = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    contact_index = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
