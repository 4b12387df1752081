"""The forms of sampling. What they mean is checked by the domain, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.console import choices
from huiying.sampling.actions import Found, NewPlan
from huiying.sampling.types import Plan
from huiying.ui.fields import Choose, Select


class FoundForm(forms.Form):
    """What was found on the spot. Where it was found comes from the telephone."""

    real = forms.ChoiceField(
        label=gettext_lazy("反馈的结果属实吗"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("属实")), ("no", gettext_lazy("不属实"))],
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("核查情况"), max_length=1000,
        help_text=gettext_lazy("看到了什么；不属实的，写明还要做到什么。"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
    )  # fmt: skip
    photo = forms.FileField(
        label=gettext_lazy("现场照片"), required=False,
        help_text=gettext_lazy("手机上会直接打开相机。"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    lon = forms.FloatField(
        required=False, widget=forms.HiddenInput(), min_value=-180, max_value=180
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput(), min_value=-90, max_value=90)

    def found(self) -> Found:
        given = self.cleaned_data
        photo, placed = given["photo"], None not in (given["lon"], given["lat"])
        return Found(
            given["real"] == "yes", given["text"], (photo.name, photo) if photo else None,
            given["lon"] if placed else None, given["lat"] if placed else None,
        )  # fmt: skip


class PlanForm(forms.Form):
    """A plan of sampling."""

    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    after = forms.ChoiceField(
        label=gettext_lazy("抽查时点"), widget=forms.RadioSelect, initial="reported"
    )
    days = forms.IntegerField(
        label=gettext_lazy("结案后几天"), min_value=0, max_value=365, initial=30, required=False,
        help_text=gettext_lazy("只用于“结案以后”：容易反弹的，过一阵再看。"),
    )  # fmt: skip
    category_id = Select(
        label=gettext_lazy("只抽这一类（含下级）"), required=False,
    )  # fmt: skip
    percent = forms.IntegerField(
        label=gettext_lazy("比例（％）"), min_value=1, max_value=100, initial=10
    )
    least = forms.IntegerField(
        label=gettext_lazy("每个单位每周最少几件"), min_value=0, max_value=100, initial=1,
        help_text=gettext_lazy("按比例没有抽够的，每周末补抽。"),
    )  # fmt: skip
    second_percent = forms.IntegerField(
        label=gettext_lazy("由另一人再核查一遍的比例（％）"),
        min_value=0, max_value=100, initial=10,
        help_text=gettext_lazy("两个人互不知情；结果不一致的列出来。"),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["after"].choices = Plan.After.choices  # type: ignore[attr-defined]
        self.fields["category_id"].choices = [("", ""), *choices.categories()]  # type: ignore[attr-defined]

    def new(self) -> NewPlan:
        given = self.cleaned_data
        category = given["category_id"]
        return NewPlan(
            given["title"], given["after"], given["percent"],
            given["days"] or 0 if given["after"] == Plan.After.CLOSED else 0, given["least"],
            given["second_percent"], int(category) if category else None,
        )  # fmt: skip


class ResultsForm(forms.Form):
    """What the results are narrowed to."""

    real = Choose(label=gettext_lazy("结果"), required=False)
    unit = Choose(label=gettext_lazy("承办单位（含下级）"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        real = [("yes", _("属实")), ("no", _("不属实")), ("differ", _("两次不一致"))]
        for name, options in (("real", real), ("unit", choices.units())):
            self.fields[name].choices = [("", _("全部")), *options]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        unit = self.cleaned_data.get("unit") or ""
        return {"real": self.cleaned_data.get("real", ""), "unit": int(unit) if unit else None}
