"""Import runs, remembered mappings, which row a case came from; files out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.kinds import Channel
from huiying.cases.models import Case
from huiying.directory.kinds import Crs


class Mapping(models.Model):
    """How the columns of one kind of file are understood; found by source and set of headers."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    source = models.CharField(_("来源"), max_length=40)
    headers_key = models.CharField(max_length=32)
    columns = models.JSONField(default=dict)  # header → field, "keep" or "ignore"
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True, default="")
    crs = models.CharField(max_length=8, choices=Crs.choices, default=Crs.WGS84)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["source", "headers_key"], name="mapping_once"),
        )

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One file brought in: who, when, how it was understood, how far it is, how it ended."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("待确认")
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("导入中")
        DONE = "done", _("已完成")
        REFUSED = "refused", _("整份文件未导入")
        FAILED = "failed", _("中断")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # when the worker last gave a sign of life
    finished_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    upload = models.CharField(max_length=80, blank=True, default="")  # name in the uploads folder
    source = models.CharField(max_length=40)
    columns = models.JSONField(default=list)  # [header, field] in the order of the file
    channel = models.CharField(max_length=12, blank=True, default="")
    crs = models.CharField(max_length=8, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status.choices)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    refused_file = models.CharField(max_length=120, blank=True, default="")
    problem = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["beat_at"],
                condition=Q(status__in=["queued", "running"]),
                name="import_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} {self.get_status_display()}"

    @property
    def mapping(self) -> dict[str, str]:
        """Header → field, in the order of the file (a database may reorder JSON objects)."""
        return dict(self.columns)


class ImportedRow(models.Model):
    """What the file last said about a case, as digests of its facts (see `rules.marks`)."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+", db_index=False)
    created = models.BooleanField(default=True)  # by ``run``; False when ``run`` only changed it
    marks = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Export(models.Model):
    """One list that went out as a file, or is being written: who, what, how far, till when."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("导出中")
        DONE = "done", _("可下载")
        SENT = "sent", _("已直接下载")
        FAILED = "failed", _("中断")
        EXPIRED = "expired", _("已到期删除")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True, default="")
    what = models.CharField(max_length=20)
    kind = models.CharField(max_length=4)
    query = models.TextField(blank=True, default="")  # may hold a name or a phone until it is done
    status = models.CharField(max_length=10, choices=Status.choices)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=60, blank=True, default="")  # name in the exports folder
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["by", "-id"], name="export_of"),
            models.Index(
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False),
                name="export_expires",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.get_status_display()}"
