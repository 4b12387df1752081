"""People who work with Huiying, and the posts they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from huiying.accounts.roles import Role
from huiying.directory.models import Area, Unit


class People(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Person:
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(
        self, username: str, password: str | None = None, **fields: object
    ) -> Person:
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Deactivated people vanish from choices, not from history."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True, default="")
    mobile = models.CharField(_("手机"), max_length=20, blank=True, default="")
    language = models.CharField(_("界面语言"), max_length=10, blank=True, default="")
    told_by_mail = models.BooleanField(
        _("邮件通知"), default=False, help_text=_("有案件派到本单位时发邮件。")
    )
    digest_by_mail = models.BooleanField(
        _("每日汇总"), default=False, help_text=_("工作日早上发邮件，告诉有几条未读提醒。")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    is_staff = models.BooleanField(_("可进入后台"), default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("username",)
        verbose_name = verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """A role held at a unit (with all below it), perhaps only for one area (with all below it)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("区划")
    )
    since = models.DateField(_("自"), null=True, blank=True)
    until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = (
            models.UniqueConstraint(
                "person", "role", "unit", Coalesce("area", Value(0)), name="post_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")),
                name="post_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.unit}"


class ApiKey(models.Model):
    """A key with which other software comes in. The secret itself is not kept, only its digest.

    ``prefix`` finds the row and names the key to people; ``scopes`` are words of
    `huiying.accounts.scopes.Scope`; with a ``person`` the key may do what that person may.
    """

    name = models.CharField(_("名称"), max_length=60)
    prefix = models.CharField(_("前缀"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(_("用途"), default=list)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人员")
    )
    per_minute = models.PositiveIntegerField(_("每分钟上限"))
    created_at = models.DateTimeField(_("建立时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = verbose_name_plural = _("接口密钥")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"
