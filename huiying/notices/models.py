"""What is to be told to whom, whether it arrived, and in which words."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.notices.rules.words import OWN, unknown


class Step(models.TextChoices):
    RECEIVED = "received", _("已收到")
    ASKED = "asked", _("询问")
    TOLD = "told", _("告知")
    ENDED = "ended", _("办结")
    ASSIGNED = "assigned", _("派到本单位")
    WATCHED = "watched", _("关注提醒")
    DIGEST = "digest", _("每日汇总")


class Channel(models.TextChoices):
    MAIL = "mail", _("邮件")
    SMS = "sms", _("短信")


class Notice(models.Model):
    """One message to the person of a case, or to a colleague (``person``), about one entry.

    ``case`` is empty where the entry is about a problem that the colleague follows.

    No address stands here: it is read where it is kept when the message goes out, so that whoever
    is anonymised or leaves is told nothing more. An entry tells one person once.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待发送")
        SENT = "sent", _("已发出")
        FAILED = "failed", _("没有发出")
        NOBODY = "nobody", _("没有联系方式")

    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    entry_id = models.BigIntegerField()
    step = models.CharField(_("步骤"), max_length=10, choices=Step.choices)
    channel = models.CharField(_("方式"), max_length=4, choices=Channel.choices)
    status = models.CharField(
        _("状态"), max_length=8, choices=Status.choices, default=Status.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField(_("产生时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    problem = models.CharField(_("原因"), max_length=200, blank=True, default="")

    class Meta:
        default_permissions = ()
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["next_at"], condition=Q(status="waiting"), name="notice_waiting"),
            models.Index(fields=["-id"], condition=Q(status="failed"), name="notice_failed"),
            models.Index(fields=["case", "-id"], name="notice_case"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["entry_id"], condition=Q(person=None), name="notice_once"
            ),
            models.UniqueConstraint(
                fields=["entry_id", "person"],
                condition=Q(person__isnull=False),
                name="notice_once_each",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False)
                | Q(step__in=["watched", "digest"], person__isnull=False),
                name="notice_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="notice_sent_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"


class Wording(models.Model):
    """The words of a step in a language, in place of those that come with the product."""

    step = models.CharField(_("步骤"), max_length=10, choices=Step.choices)
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("标题"), max_length=120)
    text = models.TextField(
        _("正文"),
        max_length=1000,
        help_text=_("可用 {number} 编号、{link} 网址、{due} 时限、{words} 原文；必须有 {link}。"),
    )

    class Meta:
        default_permissions = ("view", "add", "change", "delete")
        ordering = ("step", "language")
        verbose_name = verbose_name_plural = _("通知用语")
        constraints = (models.UniqueConstraint(fields=["step", "language"], name="wording_once"),)

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.get_language_display()}"

    def clean(self) -> None:
        super().clean()
        if (self.step, self.language) not in OWN:
            raise ValidationError({"step": _("没有这一步。")})
        for field in ("subject", "text"):
            if names := unknown(self.step, getattr(self, field)):
                raise ValidationError(
                    {field: _("这一步不知道：%(names)s。") % {"names": "、".join(names)}}
                )
        if "{link}" not in self.text:
            raise ValidationError({"text": _("正文里必须有 {link}，让人知道去哪里看、做什么。")})
