"""The form of a call: as few required fields as the law allows (条例 art. 10)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.cases import asking
from huiying.cases.actions import NewCase, Outcome
from huiying.cases.people import Contact
from huiying.cases.rules.openness import with_answers
from huiying.cases.rules.workflow import DECLINING_LABELS
from huiying.cases.services import questions_for
from huiying.console import choices
from huiying.directory.kinds import CaseKind, Level
from huiying.lib.numbers import whole
from huiying.ui.fields import Files, Select

EMPTY = [("", "")]
# Channels an operator enters by hand; the others come through their own doors.
CHANNELS = [
    ("hotline", gettext_lazy("热线")),
    ("web", gettext_lazy("网络")),
    ("visit", gettext_lazy("走访")),
    ("inspection", gettext_lazy("巡查")),
    ("column", gettext_lazy("专栏")),
]
# What is said to the caller for each lawful way not to dispatch; edited before it is sent.
DECLINING_WORDS = {
    "emergency": gettext_lazy("您反映的是紧急情况，我们已立即转接 110、119、120 或 122 处理。"),
    "other_channel": gettext_lazy(
        "您反映的事项依法应当通过诉讼、仲裁、行政复议、纪检监察或信访等途径解决，请向有权机关提出。"
    ),
    "nothing_new": gettext_lazy(
        "您反映的事项正在办理或已经办结，目前没有新的事实和理由。办理情况如下："
    ),
    "secret": gettext_lazy("您反映的事项涉及国家秘密、商业秘密或个人隐私，依法不能由热线受理。"),
    "not_public": gettext_lazy("您反映的事项不属于政府职责范围，建议通过市场或社会途径解决："),
    "unlawful": gettext_lazy(
        "您提出的要求不符合法律法规或公序良俗，不能受理，请依法理性表达诉求。"
    ),
}


class Idents(forms.TypedMultipleChoiceField):
    """Ids of what the page showed while it was filled in; the domain knows whether they exist."""

    def valid_value(self, value: Any) -> bool:
        return whole(str(value)) is not None


class ScriptForm(forms.Form):
    """What the category has asked (一问到底). Whoever cannot answer is not turned away for it: an
    answer may be missing, but not be wrong."""

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        given = (initial or {}) if data is None else data
        self.questions = questions_for(whole(str(given.get("category_id") or "")))
        self.asks = asking.fields_of(self.questions)
        self.fields.update(self.asks)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["answers"], wrong = asking.checked(self.questions, self.data)
        for name, why in wrong.items():
            if str(self.data.get(name, "")).strip():
                self.add_error(name, why)
        return given

    @property
    def script(self) -> list[Any]:
        """The fields of the questions, in order."""
        return [self[name] for name in self.asks]

    @property
    def told(self) -> list[str]:
        """What is to be told the caller, without asking."""
        return [one.description for one in self.questions if not one.variable]


class RegisterForm(ScriptForm):
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    phone = forms.CharField(
        label=gettext_lazy("来电号码"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("诉求人"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    confidential = forms.BooleanField(label=gettext_lazy("要求保密"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), choices=CHANNELS)
    kind = forms.ChoiceField(
        label=gettext_lazy("诉求类型"), choices=CaseKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("诉求内容"), max_length=8000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("地址"), max_length=256, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    area_id = Select(label=gettext_lazy("区划"), required=False)
    category_id = Select(label=gettext_lazy("分类"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("级别"), choices=Level.choices, widget=forms.RadioSelect
    )
    accused_unit_id = Select(label=gettext_lazy("被反映单位"), required=False)
    accused_person_id = Select(label=gettext_lazy("被反映人"), required=False)
    photos = Files(label=gettext_lazy("照片和文件"), required=False)
    outcome = forms.CharField(max_length=40, required=False)
    way = forms.ChoiceField(label=gettext_lazy("不予派单的情形"), required=False)
    call = forms.IntegerField(required=False, widget=forms.HiddenInput)
    transfers = Idents(coerce=int, required=False)
    articles = Idents(coerce=int, required=False)
    text = forms.CharField(
        label=gettext_lazy("答复或说明"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, files: Any = None, *, channel: str = "hotline", **known: Any
    ) -> None:
        initial = {"key": uuid4().hex, "channel": channel, "kind": "complaint", **known}
        super().__init__(data, files, initial=initial | {"level": "general"})
        for name, found in (
            ("area_id", choices.areas()),
            ("category_id", choices.categories()),
            ("accused_unit_id", choices.units()),
            ("accused_person_id", choices.people()),
            ("way", [(way.value, _(label)) for way, label in DECLINING_LABELS.items()]),
        ):
            self.fields[name].choices = [*EMPTY, *found]  # type: ignore[attr-defined]

    def idents(self, name: str) -> list[int]:
        """What was checked among articles or transfers, on a form that may be wrong elsewhere."""
        known = getattr(self, "cleaned_data", {}).get(name)
        return list(known) if known else []

    def ending(self) -> tuple[str, int | None]:
        """The outcome and the case it points at: "merge:12" → ("merge", 12). Filing by default."""
        name, _colon, ident = self.cleaned_data["outcome"].partition(":")
        known = name if name in {*Outcome, "supplement"} else Outcome.FILE
        return str(known), whole(ident)

    def new_case(self) -> NewCase:
        given = self.cleaned_data
        contact = Contact(given["name"], given["phone"])
        return NewCase(
            kind=given["kind"],
            channel=given["channel"],
            title=given["title"],
            body=with_answers(given["body"], given["answers"]),
            address=given["address"],
            area_id=given["area_id"],
            category_id=given["category_id"],
            level=given["level"],
            confidential=given["confidential"],
            accused_unit_id=given["accused_unit_id"],
            accused_person_id=given["accused_person_id"],
            extra={"answers": given["answers"]} if given["answers"] else {},
            reporter=contact or None,
        )
