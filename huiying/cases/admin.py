"""Causes, ready texts and keeping periods. Cases themselves are not here: they have their verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiying.cases import open_admin as open_admin  # noqa: PLC0414  (registers its own)
from huiying.cases import public_admin as public_admin  # noqa: PLC0414  (registers its own)
from huiying.cases.administration import Journalled
from huiying.cases.models import Cause, ReplyTemplate, RetentionRule
from huiying.cases.rules.templates import VARIABLES
from huiying.cases.templates import check_template, verbs_with_words
from huiying.directory.administration import said
from huiying.lib.errors import Refused


@admin.register(Cause)
class CauseAdmin(Journalled[Cause]):
    list_display = ("code", "name", "active")
    list_filter = ("active",)
    search_fields = ("code", "name")


class TemplateForm(forms.ModelForm[ReplyTemplate]):
    verb = forms.ChoiceField(label=_("用于"), choices=verbs_with_words)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = "　".join(f"{{{name}}}" for name in VARIABLES)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_template(cleaned["verb"], cleaned["text"])
            except Refused as refused:
                raise ValidationError({"text": said(refused)}) from refused
        return cleaned


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Journalled[ReplyTemplate]):
    form = TemplateForm
    list_display = ("name", "verb", "category", "active")
    list_filter = ("verb", "active")
    list_select_related = ("category",)
    search_fields = ("name", "text")
    autocomplete_fields = ("category",)


class RetentionForm(forms.ModelForm[RetentionRule]):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("anonymise_days"), cleaned.get("destroy_days")
        if first is None and last is None:
            raise ValidationError(_("请至少填写一个期限：多少天后匿名，或多少天后销毁。"))
        if first is not None and last is not None and last < first:
            raise ValidationError({"destroy_days": _("销毁不能早于匿名，请填写更长的期限。")})
        everything = RetentionRule.objects.filter(category=None).exclude(pk=self.instance.pk)
        if cleaned.get("category") is None and everything.exists():
            raise ValidationError({"category": _("已有一条适用于全部分类的规定，请修改那一条。")})
        return cleaned


@admin.register(RetentionRule)
class RetentionRuleAdmin(Journalled[RetentionRule]):
    form = RetentionForm
    list_display = ("__str__", "anonymise_days", "destroy_days", "basis")
    list_select_related = ("category",)
    autocomplete_fields = ("category",)
