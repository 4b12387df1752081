"""Foreign GeoReport servers, what they offer, what our categories mean there, what was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.models import Category

SHORT = 59  # columns of numbers and ids: the retention of cases takes longer ones for prose


class Server(models.Model):
    """A foreign platform that takes requests by Open311 GeoReport v2.

    ``endpoint`` is the address to which ``/services.json`` is added. ``form``: what it was found
    to speak. The key is sealed; nobody is shown it again. ``next_at``: when its services are read
    again. One that gave no answer is left in peace until ``rest_until``: what waits for it must not
    hold up what goes elsewhere.
    """

    class Form(models.TextChoices):
        JSON = "json", "JSON"
        XML = "xml", "XML"

    name = models.CharField(max_length=80, unique=True)
    endpoint = models.CharField(max_length=500)
    jurisdiction = models.CharField(max_length=120, blank=True, default="")
    key_sealed = models.BinaryField(default=b"")
    form = models.CharField(max_length=4, choices=Form.choices, default=Form.JSON)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    rest_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A service a foreign server offers; ``gone`` once it is no longer in its list.

    ``questions``: the attributes of its definition, as `rules.reading.Question` tells them.
    """

    server = models.ForeignKey(Server, models.CASCADE, related_name="services")
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    group = models.CharField(max_length=120, blank=True, default="")
    questions = models.JSONField(default=list)
    gone = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("group", "name", "id")
        constraints = (models.UniqueConstraint(fields=["server", "code"], name="service_once"),)

    def __str__(self) -> str:
        return self.name


class Meaning(models.Model):
    """Which service of a server a category of ours, and all below it, is."""

    server = models.ForeignKey(Server, models.CASCADE, related_name="meanings")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ("category__path", "id")
        constraints = (models.UniqueConstraint(fields=["server", "category"], name="meaning_once"),)

    def __str__(self) -> str:
        return f"{self.category} → {self.service}"


class Passing(models.Model):
    """A case passed on to a server: what is sent, whether it arrived, and what became of it there.

    ``key`` is the same at every try, so that a server that knows Idempotency-Key takes it once;
    ``doubt`` when a try may have arrived although no answer came. Name and phone are never kept
    here: with ``identity`` they are read from the reporter when it is sent. ``answers`` is JSON in
    a text, so that the retention of cases cleans it as it cleans all prose.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待转交")
        TOKEN = "token", _("等待对方编号")
        OPEN = "open", _("对方办理中")
        CLOSED = "closed", _("对方已办结")
        FAILED = "failed", _("没有转成")
        STOPPED = "stopped", _("不再跟踪")

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    server = models.ForeignKey(Server, models.PROTECT, related_name="passings")
    service_code = models.CharField(max_length=120)
    service_name = models.CharField(max_length=200)
    text = models.TextField()
    address = models.CharField(max_length=256, blank=True, default="")
    answers = models.TextField(blank=True, default="")
    identity = models.BooleanField(default=False)
    key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    doubt = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True, default="")
    said = models.CharField(max_length=300, blank=True, default="")
    token = models.CharField(max_length=120, blank=True, default="")
    number = models.CharField(max_length=SHORT, blank=True, default="")
    foreign_status = models.CharField(max_length=40, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    agency = models.CharField(max_length=200, blank=True, default="")
    expected_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="passing_due"
            ),
            models.Index(fields=["case", "-id"], name="passing_case"),
            models.Index(fields=["status", "-id"], name="passing_status"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case", "server"],
                condition=Q(status__in=("waiting", "token", "open")),
                name="passing_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("open", "closed")) | ~Q(number=""), name="passing_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} → {self.server_id} {self.number}"


class Told(models.Model):
    """What the other side said about a case that was passed on, each once."""

    passing = models.ForeignKey(Passing, models.CASCADE, related_name="told")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    ident = models.CharField(max_length=SHORT)
    at = models.DateTimeField()
    status = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=["passing", "ident"], name="told_once"),)

    def __str__(self) -> str:
        return self.text[:40]
