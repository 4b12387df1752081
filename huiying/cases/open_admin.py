"""Questions of categories in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext

from huiying.cases import services
from huiying.cases.administration import Journalled
from huiying.cases.open_models import Question
from huiying.cases.rules.questions import check_values


class QuestionForm(forms.ModelForm[Question]):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wrong = check_values(cleaned.get("datatype", ""), cleaned.get("values", ""))
        if wrong and not self.errors:
            raise ValidationError({"values": gettext(wrong)})
        return cleaned


@admin.register(Question)
class QuestionAdmin(Journalled[Question]):
    form = QuestionForm
    list_display = ("description", "category", "code", "datatype", "required", "order", "active")
    list_filter = ("datatype", "required", "active")
    list_select_related = ("category",)
    search_fields = ("code", "description", "category__name")
    autocomplete_fields = ("category",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        services.forget()
