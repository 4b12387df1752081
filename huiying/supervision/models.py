"""Obligations and how far up the ladder they are, what was told to whom, orders and letters."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import Case
from huiying.directory.kinds import Level
from huiying.directory.models import Area, Unit
from huiying.supervision.rules.ladder import MOST_RUNGS, About, Time, Whom
from huiying.supervision.rules.orders import KIND_LABELS, STATE_LABELS, OrderState

ABOUTS = [
    (About.CASE.value, _("案件")),
    (About.WHISTLE.value, _("吹哨报到")),
    (About.ORDER.value, _("督办单")),
    (About.MEASURE.value, _("会商措施")),
]
LEVELS = [("", _("其他级别")), ("emergency", _("应急处置")), *Level.choices]
WHOMS = [
    (Whom.OWNER.value, _("经办人")),
    (Whom.UNIT.value, _("承办单位")),
    (Whom.ABOVE.value, _("上级单位")),
    (Whom.SUPERVISORS.value, _("督办员")),
    (Whom.LEADERS.value, _("领导")),
]
ORDER_KINDS = [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
ORDER_STATES = [(state.value, _(label)) for state, label in STATE_LABELS.items()]
TIMES = [
    (Time.MINUTES.value, _("分钟")),
    (Time.HOURS.value, _("小时")),
    (Time.WORK_HOURS.value, _("工作小时")),
    (Time.WORK_DAYS.value, _("工作日")),
]


class LadderRung(models.Model):
    """A district's own rung 督办阶梯. Rows for a matter and level replace the defaults for it."""

    about = models.CharField(_("对象"), max_length=8, choices=ABOUTS)
    level = models.CharField(_("级别"), max_length=10, choices=LEVELS, blank=True, default="")
    step = models.PositiveSmallIntegerField(
        _("第几级"), validators=[MinValueValidator(1), MaxValueValidator(MOST_RUNGS)]
    )
    amount = models.SmallIntegerField(_("到期后多久"), help_text=_("到期前写负数；0 为到期时。"))
    unit = models.CharField(_("时间单位"), max_length=10, choices=TIMES)
    whom = models.CharField(_("提醒谁"), max_length=12, choices=WHOMS)
    climb = models.PositiveSmallIntegerField(
        _("向上几级"), default=1, help_text=_("只用于“上级单位”。"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )  # fmt: skip
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("about", "level", "step")
        verbose_name = verbose_name_plural = _("督办阶梯")
        constraints = (
            models.UniqueConstraint(fields=["about", "level", "step"], name="rung_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.step}"

    def clean(self) -> None:
        super().clean()
        if not -400 <= self.amount <= 400:
            raise ValidationError({"amount": _("请填 -400 至 400。")})


class YearSerial(models.Model):
    """The last number of a letter in a year, so that numbers run without a gap."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Order(models.Model):
    """A supervision order 督办单 with its number; the unit owes a reply until ``due_at``.

    ``limit_at`` is the limit on the letter, the last that was set; it stays when nothing is owed.
    """

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ORDER_KINDS)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="orders")
    title = models.CharField(max_length=80)
    words = models.TextField(max_length=2000)
    basis = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=ORDER_STATES, default=OrderState.ISSUED)
    version = models.PositiveIntegerField(default=1)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    limit_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["unit", "-id"], name="order_unit"),
            models.Index(fields=["area", "-id"], name="order_area"),
            models.Index(fields=["state", "-id"], name="order_state"),
        )
        constraints = (
            models.UniqueConstraint(fields=["year", "serial"], name="order_number_once"),
            models.CheckConstraint(
                condition=Q(state="issued", due_at__isnull=False, ended_at=None)
                | Q(state="replied", ended_at=None)
                | Q(state__in=["closed", "withdrawn"], ended_at__isnull=False, due_at=None),
                name="order_owed_until_answered",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands on the letter (GB/T 9704-2012: year in 〔〕, the number without zeros)."""
        return f"督〔{self.year}〕{self.serial}号"


class OrderStep(models.Model):
    """What was done to an order, by whom, with which words."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10)
    text = models.TextField(max_length=2000, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.order_id} {self.verb}"


class Track(models.Model):
    """Something a unit owes 待办责任 and the highest step that was told. ``parent``: the case, the
    whistle or the order; ``subject`` the assignment, summons or order itself."""

    about = models.CharField(max_length=8)
    subject = models.BigIntegerField()
    parent = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(max_length=10)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(
                fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="track_next"
            ),
            models.Index(fields=["about", "parent"], name="track_parent"),
        )
        constraints = (models.UniqueConstraint(fields=["about", "subject"], name="track_once"),)

    def __str__(self) -> str:
        return f"{self.about} {self.subject} {self.what}"


class Nudge(models.Model):
    """One reminder 提醒 or 催办 that was given: the trail. Once for a step of a due time."""

    about = models.CharField(max_length=8)
    subject = models.BigIntegerField()
    parent = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=12, choices=WHOMS)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["about", "parent"], name="nudge_parent"),
            models.Index(fields=["unit", "at"], name="nudge_unit"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["about", "subject", "what", "due_at", "step"], name="nudge_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.about} {self.subject} {self.what} {self.step}"


class Item(models.Model):
    """Something in a person's inbox; it leads to the thing itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    nudge = models.ForeignKey(Nudge, models.CASCADE, related_name="items")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["person", "-id"], name="item_person"),
            models.Index(fields=["person", "-id"], condition=Q(seen_at=None), name="item_unread"),
        )
        constraints = (models.UniqueConstraint(fields=["person", "nudge"], name="item_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.nudge_id}"


class Digest(models.Model):
    """A person was mailed what waits for them on a day: once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["person", "day"], name="digest_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
