"""The forms of people without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.oversight.queries import SATISFIED, SOLVED
from huiying.ui.fields import Files


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("您的答复"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = Files(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("可以直接拍照，也可以不传。"),
        required=False,
    )


class TrackForm(forms.Form):
    """Either the code alone, or the number with the phone."""

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("登记时告诉您的，例如 7K3M-Q9TX-2VB4D"),
        max_length=40,
        required=False,
    )
    number = forms.CharField(
        label=gettext_lazy("案件编号"),
        help_text=gettext_lazy("例如 HY20260310-00012-7"),
        max_length=40,
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("登记时的电话"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("code") and not (given.get("number") and given.get("phone")):
            raise forms.ValidationError(_("请填写查询码，或者编号和登记时的电话。"))
        return given


class RateForm(forms.Form):
    """What the person says of the result; why not is asked for when something is amiss."""

    solved = forms.ChoiceField(
        label=gettext_lazy("问题解决了吗？"), choices=SOLVED, widget=forms.RadioSelect
    )
    satisfied = forms.ChoiceField(
        label=gettext_lazy("您对办理满意吗？"), choices=SATISFIED, widget=forms.RadioSelect
    )
    why_not = forms.CharField(
        label=gettext_lazy("哪里没有解决，或者不满意？"),
        help_text=gettext_lazy("没有解决或不满意时请说明，我们会据此处理。"),
        max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AgainForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("现在是什么情况？"),
        max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class PhotosForm(forms.Form):
    photos = Files(label=gettext_lazy("补充照片"))
