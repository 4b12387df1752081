"""The fields that go with each verb. What they mean is checked by the domain, not here."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.accounts.actors import Actor
from huiying.cases import access, suggest
from huiying.cases.rules.workflow import DECLINING_LABELS, Verb
from huiying.cases.types import Case
from huiying.console import choices
from huiying.console.alike import why_said
from huiying.console.questions import Questions
from huiying.directory.kinds import CaseKind, Level
from huiying.dispatch import queries as dispatch
from huiying.oversight.queries import METHODS
from huiying.ui.fields import Files, Select, SelectMany

REPLY_DAYS = 3
EMPTY = [("", "")]


class VerbForm(forms.Form):
    """A verb's words, the version the page showed, and a mark by which a second click is known."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"data-no-draft": "1"}))
    once = forms.CharField(max_length=40, widget=forms.HiddenInput(attrs={"data-no-draft": "1"}))

    def __init__(
        self, data: Any = None, files: Any = None, *, verb: Verb, case: Case, actor: Actor,
        at: datetime,
    ) -> None:  # fmt: skip
        self.verb, self.case, self.actor, self.at = verb, case, actor, at
        initial = {"version": case.version, "once": uuid4().hex}
        super().__init__(data, files, initial=initial)
        self.build()
        if verb.text:
            self.fields["text"] = forms.CharField(
                label=_(verb.text),
                required=verb.text_required,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
            )
        self.order_fields(self.field_order)

    def build(self) -> None:
        """Fields that depend on the case; subclasses add theirs."""

    @property
    def local(self) -> datetime:
        return timezone.localtime(self.at)


class DeclineForm(VerbForm):
    way = forms.ChoiceField(label=gettext_lazy("不予派单的情形"), widget=forms.RadioSelect)

    def build(self) -> None:
        way = self.fields["way"]
        way.choices = [(w.value, _(label)) for w, label in DECLINING_LABELS.items()]  # type: ignore[attr-defined]


class DispatchForm(VerbForm):
    """``suggestion`` is what the rules propose; choosing its unit keeps the rule as the reason."""

    unit = Select(label=gettext_lazy("主办单位"))
    assisting = SelectMany(label=gettext_lazy("协办单位"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("级别"), choices=Level.choices)

    def build(self) -> None:
        usable = choices.units(without=self.case.accused_unit_id)
        self.suggestion = dispatch.suggest(self.case)
        self.fields["unit"].choices = [*EMPTY, *usable]  # type: ignore[attr-defined]
        self.fields["assisting"].choices = usable  # type: ignore[attr-defined]
        self.initial["level"] = self.suggestion.level or self.case.level
        if self.suggestion.unit:
            self.initial["unit"] = self.suggestion.unit.id
            self.initial["assisting"] = [unit.id for unit in self.suggestion.assisting]


class TransferForm(VerbForm):
    unit = Select(label=gettext_lazy("转派给"))

    def build(self) -> None:
        below = choices.below(self.case.lead_unit_id, self.actor)
        self.fields["unit"].choices = [*EMPTY, *choices.units(within=below)]  # type: ignore[attr-defined]


class HandlerForm(VerbForm):
    person = Select(label=gettext_lazy("经办人"))

    def build(self) -> None:
        handlers = choices.handlers_of(self.case.lead_unit_id)
        self.fields["person"].choices = [*EMPTY, *handlers]  # type: ignore[attr-defined]


class ReturnForm(VerbForm):
    basis = forms.CharField(
        label=gettext_lazy("法律法规或职责依据"),
        help_text=gettext_lazy("写明哪一条规定或职责清单说明这不归本单位。"),
        max_length=200,
    )
    proposed = Select(label=gettext_lazy("建议承办单位"))

    def build(self) -> None:
        usable = choices.units(without=self.case.accused_unit_id)
        self.fields["proposed"].choices = [*EMPTY, *usable]  # type: ignore[attr-defined]


class CallInForm(VerbForm):
    units = SelectMany(label=gettext_lazy("协办单位"))

    def build(self) -> None:
        usable = choices.units(without=self.case.accused_unit_id)
        self.fields["units"].choices = usable  # type: ignore[attr-defined]


class ReportForm(VerbForm):
    cause = Select(label=gettext_lazy("成因"), required=False)
    photos = Files(
        label=gettext_lazy("照片和文件"),
        help_text=gettext_lazy("可以直接拍照；JPG、PNG 或 PDF。"),
        required=False,
    )
    to_person = forms.BooleanField(
        label=gettext_lazy("诉求人可以看到这些照片"), required=False, initial=True
    )
    field_order = ("text", "photos", "to_person", "cause")

    def build(self) -> None:
        self.fields["cause"].choices = [*EMPTY, *choices.causes()]  # type: ignore[attr-defined]
        self.initial["cause"] = self.case.cause_id


class CauseForm(VerbForm):
    cause = Select(label=gettext_lazy("成因"), required=False)

    def build(self) -> None:
        self.fields["cause"].choices = [*EMPTY, *choices.causes()]  # type: ignore[attr-defined]
        self.initial["cause"] = self.case.cause_id


class SuspendForm(VerbForm):
    until = forms.DateField(
        label=gettext_lazy("挂账至"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("最长一年；到期自动恢复计时。"),
    )  # fmt: skip


class DecideForm(VerbForm):
    grant = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("批准")), ("no", gettext_lazy("不批准"))],
        widget=forms.RadioSelect,
    )


class VerifyForm(VerbForm):
    on_site = forms.BooleanField(label=gettext_lazy("已到现场核查"), required=False)


class CallBackForm(Questions, VerbForm):
    """The questions of a call-back, by whatever way the person was asked."""

    method = forms.ChoiceField(label=gettext_lazy("方式"), choices=METHODS)
    field_order = ("reached", "method")

    def build(self) -> None:
        self.initial["method"] = "phone"


class MergeForm(VerbForm):
    """A likely master is one click; any other is typed. What is typed counts."""

    likely = forms.ChoiceField(
        label=gettext_lazy("可能的主案"), widget=forms.RadioSelect, required=False
    )
    master = forms.CharField(
        label=gettext_lazy("主案编号"),
        help_text=gettext_lazy("例如 HY20260310-00012-7"),
        max_length=40,
        required=False,
    )

    def build(self) -> None:
        twins = suggest.twins_of_case(self.actor, self.case, self.at)
        if not twins:
            del self.fields["likely"]
            self.fields["master"].required = True
            return
        self.fields["likely"].choices = [  # type: ignore[attr-defined]
            (twin.row.number, f"{twin.row.number} {twin.row.title}（{why_said(twin.why)}）")
            for twin in twins
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["master"] = given.get("master") or given.get("likely", "")
        if not given["master"] and not self.errors:
            self.add_error("master", _("请选择主案，或填写主案编号。"))
        return given


MOST_PARTS = 4


class SplitForm(VerbForm):
    """Up to MOST_PARTS matters; the first two are needed."""

    def build(self) -> None:
        kinds = [*EMPTY, *choices.categories()]
        for n in range(1, MOST_PARTS + 1):
            self.fields[f"title_{n}"] = forms.CharField(
                label=_("第 %(n)d 项标题") % {"n": n}, max_length=200, required=n <= 2
            )
            self.fields[f"body_{n}"] = forms.CharField(
                label=_("第 %(n)d 项内容") % {"n": n},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"category_{n}"] = Select(
                label=_("第 %(n)d 项分类") % {"n": n}, required=False, choices=kinds
            )


class AttachForm(VerbForm):
    photos = Files(
        label=gettext_lazy("照片和文件"),
        help_text=gettext_lazy("可以直接拍照；JPG、PNG 或 PDF。"),
    )
    to_person = forms.BooleanField(label=gettext_lazy("诉求人可以看到"), required=False)


class AskForm(VerbForm):
    due = forms.DateField(
        label=gettext_lazy("请在哪天前答复"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("到这一天结束还没有答复，询问自动结束，不会一直等下去。"),
    )  # fmt: skip

    def build(self) -> None:
        self.initial["due"] = self.local.date() + timedelta(days=REPLY_DAYS)


class EntrustForm(AskForm):
    party = forms.CharField(label=gettext_lazy("外部单位名称"), max_length=120)
    field_order = ("party", "due", "text")


class ClassifyForm(VerbForm):
    """What was recorded, to be put right. Words that hide personal data are not offered."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("内容"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    address = forms.CharField(label=gettext_lazy("地址"), max_length=256, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("诉求类型"), choices=CaseKind.choices)
    level = forms.ChoiceField(label=gettext_lazy("级别"), choices=Level.choices)
    category_id = Select(label=gettext_lazy("分类"), required=False)
    area_id = Select(label=gettext_lazy("区划"), required=False)
    accused_unit_id = Select(label=gettext_lazy("被反映单位"), required=False)
    confidential = forms.BooleanField(label=gettext_lazy("要求保密"), required=False)

    def build(self) -> None:
        self.fields["category_id"].choices = [*EMPTY, *choices.categories()]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = [*EMPTY, *choices.areas()]  # type: ignore[attr-defined]
        self.fields["accused_unit_id"].choices = [*EMPTY, *choices.units()]  # type: ignore[attr-defined]
        if not access.sees_reporter(self.actor, self.case):
            for name in ("title", "body", "address", "confidential"):
                del self.fields[name]
        self.initial.update(
            {name: getattr(self.case, name) for name in self.fields if hasattr(self.case, name)}
        )
        self.initial["version"] = self.case.version


class ReporterForm(VerbForm):
    """Empty fields stay as they are, because the form never shows what it holds."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("邮箱"), required=False)


class RevealForm(VerbForm):
    """Looking is always allowed to those who may look, but never without a trace."""


def end_of(day: Any) -> datetime:
    """The end of a local day as the domain's aware moment."""
    local = datetime.combine(day, time(23, 59, 59))
    return timezone.make_aware(local, timezone.get_default_timezone())
