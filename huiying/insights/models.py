"""Common problems 共性问题 of the cases: which case is in which, and the figures pages read."""

from __future__ import annotations

from django.db import models

from huiying.directory.models import Area, Category, Unit


class Problem(models.Model):
    """One matter at one place or subject. Its number stays, whatever joins or leaves.

    ``named``: the title was given by hand. ``merged_into``: what it became part of by hand, so that
    a link to it still leads somewhere. ``terms``: the amounts behind the heat, by name.
    """

    title = models.CharField(max_length=200)
    matter = models.CharField(max_length=40, blank=True, default="")
    named = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    area = models.ForeignKey(Area, models.SET_NULL, null=True, db_index=False)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, db_index=False)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, db_index=False)
    size = models.PositiveIntegerField(default=0)
    going = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0)
    terms = models.JSONField(default=dict)
    trend = models.CharField(max_length=8, blank=True, default="")
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    counted_on = models.DateField(null=True)  # the day from which heat and trend are seen

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["-heat", "id"], name="problem_heat"),
            models.Index(fields=["-voices", "id"], name="problem_voices"),
            models.Index(fields=["-last_at", "id"], name="problem_last"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"


class Member(models.Model):
    """A case in its problem. No foreign key to the case: it may be destroyed before this is told.

    ``by_hand``: somebody decided it, and no later comparison changes it.
    """

    case_id = models.BigIntegerField(primary_key=True)
    problem = models.ForeignKey(Problem, models.CASCADE, related_name="members")
    likely = models.FloatField(default=1)
    by_hand = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_id} in {self.problem_id}"


class Turn(models.Model):
    """One row that whoever places cases holds: two at once would found a problem twice.

    ``number`` counts the turns, so that it can be seen whether somebody had one in between.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
