"""Common problems 共性问题 of the cases, the figures pages read, and who follows which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiying.directory.models import Area, Category, Unit


class Problem(models.Model):
    """One matter at one place or subject. Its number stays, whatever joins or leaves.

    ``named``: the title was given by hand. ``merged_into``: what it became part of by hand, so that
    a link to it still leads somewhere. ``terms``: the amounts behind the heat, by name. ``lately``
    and ``before``: persons who first spoke in the last 30 days, and in the 30 before them.
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
    lately = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)
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
            models.Index(fields=["matter"], condition=Q(voices__gte=2), name="problem_matter"),
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


class Proposal(models.Model):
    """Somebody put a problem forward for a campaign or a consultation. It ends, it is never erased.

    At most one of each goal stands at a time for a problem.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="proposals")
    goal = models.CharField(max_length=12)
    why = models.CharField(max_length=500)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["problem", "goal"],
                condition=Q(ended_at=None),
                name="proposal_stands_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.goal} for {self.problem_id}"


class Watch(models.Model):
    """Somebody follows a problem, or a type by its matter, and what of it they want to hear.

    ``heat``, ``voices``, ``again`` are the wish; ``seen_voices``, ``hot``, ``ended`` what was told
    already (`rules.watching`). Both change together with the alert, so none is made twice.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, related_name="+")
    matter = models.CharField(max_length=40, blank=True, default="")
    heat = models.PositiveSmallIntegerField(null=True)
    voices = models.PositiveIntegerField(null=True)
    again = models.BooleanField(default=True)
    mail = models.BooleanField(default=True)
    seen_voices = models.PositiveIntegerField(default=0)
    hot = models.BooleanField(default=False)
    ended = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["person", "problem"],
                condition=Q(problem__isnull=False),
                name="watch_problem_once",
            ),
            models.UniqueConstraint(
                fields=["person", "matter"], condition=Q(problem=None), name="watch_type_once"
            ),
            models.CheckConstraint(
                condition=Q(problem__isnull=False, matter="") | Q(problem=None, matter__gt=""),
                name="watch_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.problem_id or self.matter}"


class Alert(models.Model):
    """What somebody was told of what they follow: why, and the figures of that moment."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="alerts")
    why = models.CharField(max_length=8)
    voices = models.PositiveIntegerField()
    going = models.PositiveIntegerField()
    heat = models.FloatField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (models.Index(fields=["watch"], condition=Q(seen_at=None), name="alert_unseen"),)

    def __str__(self) -> str:
        return f"{self.why} {self.watch_id}"


class Turn(models.Model):
    """One row that whoever places cases holds: two at once would found a problem twice.

    ``number`` counts the turns, so that it can be seen whether somebody had one in between.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
