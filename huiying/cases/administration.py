"""Reference data that has no tree and no editions: changed in the administration, journalled."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from huiying.cases.actions import reference
from huiying.directory.administration import by

M = TypeVar("M", bound=Model)


class Journalled(admin.ModelAdmin[M]):
    """Who may enter may change these; nothing is deleted, only taken out of use."""

    list_per_page = 50

    def save_model(self, request: HttpRequest, obj: M, form: Any, change: Any) -> None:
        """Saved in `save_related`, together with what hangs on the row."""

    def save_related(
        self, request: HttpRequest, form: forms.BaseModelForm[M], formsets: Any, change: Any
    ) -> None:
        reference.put(
            form.instance,
            fields=tuple(form.changed_data),
            by=by(request),
            at=timezone.now(),
            then=form._save_m2m,  # type: ignore[attr-defined]  # noqa: SLF001 (saved only now)
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
