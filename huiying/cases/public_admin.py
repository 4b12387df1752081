"""Answers before the form, rules of what is public, and an editor's word about single cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases.administration import Journalled
from huiying.cases.models import Case
from huiying.cases.public_models import Publication, PublicRule, Stop
from huiying.cases.rules import contact_words
from huiying.lib.numbers import parse_number


@admin.register(Stop)
class StopAdmin(Journalled[Stop]):
    list_display = ("name", "phone", "final", "active")
    list_filter = ("active",)
    search_fields = ("name", "words", "message")


class RuleForm(forms.ModelForm[PublicRule]):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        category = cleaned.get("category")
        if category is not None and category.sensitive:
            raise ValidationError({"category": _("敏感分类不能公开。")})
        return cleaned


@admin.register(PublicRule)
class PublicRuleAdmin(Journalled[PublicRule]):
    form = RuleForm
    list_display = ("category", "coarse_metres", "active")
    list_select_related = ("category",)
    autocomplete_fields = ("category",)


class PublicationForm(forms.ModelForm[Publication]):
    """The case is named by its number; a case has one such row."""

    number = forms.CharField(label=_("案件编号"), max_length=40)

    class Meta:
        model = Publication
        fields = ("shown", "title", "words")

    field_order = ("number", "shown", "title", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["number"].initial = self.instance.case.number
            self.fields["number"].disabled = True

    def clean_number(self) -> str:
        number = parse_number(self.cleaned_data["number"])
        case = Case.objects.filter(number=number).first() if number else None
        if case is None:
            raise ValidationError(_("没有这个编号的案件，请核对。"))
        if not self.instance.pk and Publication.objects.filter(case=case).exists():
            raise ValidationError(_("这个案件已有公开设置，请修改那一条。"))
        self.instance.case = case
        return case.number

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("title", "words"):
            if contact_words.finds(cleaned.get(name, "")):
                self.add_error(name, _("这里有姓名、电话或证件号，公开前请去掉。"))
        return cleaned


@admin.register(Publication)
class PublicationAdmin(Journalled[Publication]):
    form = PublicationForm
    list_display = ("__str__", "shown", "title")
    list_filter = ("shown",)
    list_select_related = ("case",)
    search_fields = ("case__number", "title")
