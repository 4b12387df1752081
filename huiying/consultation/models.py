"""Topics, the meetings that settle them, and the measures that follow, each with an owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.consultation.rules.course import (
    ABOUT_LABELS,
    MEETING_LABELS,
    TOPIC_LABELS,
    MeetingState,
    TopicState,
)
from huiying.directory.models import Area, Unit
from huiying.dispatch.models import RuleSet
from huiying.insights.models import Problem

ABOUTS = [(one.value, _(label)) for one, label in ABOUT_LABELS.items()]
TOPICS = [(one.value, _(label)) for one, label in TOPIC_LABELS.items()]
MEETINGS = [(one.value, _(label)) for one, label in MEETING_LABELS.items()]


class Meeting(models.Model):
    """A consultation 会商会: when and where, who is asked to come, the minutes 纪要 after it."""

    title = models.CharField(max_length=80)
    meet_at = models.DateTimeField()
    place = models.CharField(max_length=100)
    chair = models.CharField(max_length=80)
    units = models.ManyToManyField(Unit, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=MEETINGS, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    present = models.CharField(max_length=500, blank=True, default="")
    minutes = models.TextField(max_length=5000, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = (models.Index(fields=["state", "meet_at"], name="meeting_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None)
                | ~Q(state="planned") & Q(ended_at__isnull=False),
                name="meeting_ended_when",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """Something to be settled together until ``due_at``. It stays with its decision."""

    about = models.CharField(max_length=10, choices=ABOUTS)
    title = models.CharField(max_length=80)
    words = models.TextField(max_length=1000, blank=True, default="")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="topics")
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, related_name="topics")
    proposal = models.BigIntegerField(null=True)  # of the problem; it may be withdrawn there
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=TOPICS, default=TopicState.WAITING)
    version = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="topics")
    decision = models.TextField(max_length=2000, blank=True, default="")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    rule_set = models.ForeignKey(RuleSet, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["state", "due_at"], name="topic_state"),
            models.Index(fields=["area", "-id"], name="topic_area"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["waiting", "planned"], case__isnull=False),
                name="topic_of_case_once",
            ),
            models.UniqueConstraint(
                fields=["problem"],
                condition=Q(state__in=["waiting", "planned"], problem__isnull=False),
                name="topic_of_problem_once",
            ),
            models.CheckConstraint(
                condition=Q(state="decided") & ~Q(decision="") & Q(ended_at__isnull=False)
                | Q(state="withdrawn", ended_at__isnull=False)
                | Q(state="planned", meeting__isnull=False, ended_at=None)
                | Q(state="waiting", meeting=None, ended_at=None),
                name="topic_as_its_state_says",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """One line of the list 问题—措施—责任单位—时限—进展."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="measures")
    problem = models.CharField(max_length=200)
    measure = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        default_permissions = ()
        ordering = ("id",)
        indexes = (
            models.Index(fields=["unit", "due_at"], name="measure_unit"),
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="measure_open"),
        )

    def __str__(self) -> str:
        return self.measure[:40]


class Progress(models.Model):
    """What was told of a measure 进展."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress")
    text = models.CharField(max_length=1000)
    done = models.BooleanField(default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.text[:40]
