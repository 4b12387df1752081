"""Which cases do not count in the three rates, by whose approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from huiying.cases.administration import Journalled
from huiying.cases.kinds import Channel
from huiying.directory.kinds import CaseKind
from huiying.scorecard.models import ExclusionRule


class ExclusionForm(forms.ModelForm[ExclusionRule]):
    kinds = forms.MultipleChoiceField(
        label=_("诉求类型"), choices=CaseKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=_("渠道"), choices=Channel.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        some = ("kinds", "channels", "categories", "unreasonable")
        if not any(cleaned.get(name) for name in some):
            raise forms.ValidationError(_("请至少选择一个条件，否则全部案件都会被剔除。"))
        return cleaned


@admin.register(ExclusionRule)
class ExclusionRuleAdmin(Journalled[ExclusionRule]):
    form = ExclusionForm
    list_display = ("code", "name", "approved_by_name", "effective_from", "active")
    list_filter = ("active",)
    autocomplete_fields = ("categories",)
