"""Pictures as they are compared, results as they are counted, and the doubts 疑点 they raise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiying.cases.models import Attachment, Case
from huiying.directory.models import Unit


class Picture(models.Model):
    """A picture of a case and its prints (`lib.prints`), signed as 64 bits of SQL are.

    ``by`` who showed it as proof of work, None for a resident. ``whole`` is None where there is
    nothing to compare: a picture of one colour, or one that cannot be read.
    """

    attachment = models.OneToOneField(
        Attachment, models.CASCADE, primary_key=True, related_name="picture"
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="pictures")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    whole = models.BigIntegerField(null=True)
    wide = models.BigIntegerField(null=True)
    narrow = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(
                fields=["by", "taken_at"], condition=Q(lon__isnull=False), name="picture_stands"
            ),
            models.Index(fields=["unit", "at"], name="picture_unit"),
        )

    def __str__(self) -> str:
        return f"picture {self.pk}"


class Result(models.Model):
    """What a unit reported in a cycle, as a digest of its bare words, to count those alike."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["unit", "digest", "at"], name="result_alike"),
            models.Index(fields=["unit", "at"], name="result_unit"),
        )
        constraints = (models.UniqueConstraint(fields=["case", "cycle"], name="result_once"),)

    def __str__(self) -> str:
        return f"{self.case_id}/{self.cycle}"


class Doubt(models.Model):
    """One thing that does not fit. It waits for a person's word and is never decided by itself.

    ``key`` makes it once, however often the case is looked at. ``amount`` is what its sign counts:
    percent of likeness, metres, km/h, reports, confirmations.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        FOUNDED = "founded"
        CLEARED = "cleared"

    key = models.CharField(max_length=60, unique=True)
    sign = models.CharField(max_length=12)
    case = models.ForeignKey(Case, models.CASCADE, related_name="doubts")
    cycle = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    picture = models.ForeignKey(Picture, models.CASCADE, null=True, related_name="doubts")
    other = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")
    amount = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["-id"], condition=Q(status="open"), name="doubt_open"),
            models.Index(fields=["unit", "at"], name="doubt_unit"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None, why="")
                | ~Q(status="open") & Q(decided_at__isnull=False) & ~Q(why=""),
                name="doubt_decided_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.key
