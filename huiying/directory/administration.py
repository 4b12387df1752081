"""How the administration changes reference data: through the actions, never past them.

A form asks the action itself whether it would do what is wanted, in a transaction that is taken
back; so every refusal stands in the form, beside the words that were typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiying.directory import queries
from huiying.directory.sheets import write_excel
from huiying.journal.events import By
from huiying.lib.errors import Refused

M = TypeVar("M", bound=Model)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(refused: Refused) -> str:
    """A refusal and how to mend it, in the reader's language."""
    params = {
        name: gettext(value) if isinstance(value, str) and value else value
        for name, value in refused.params.items()
    }
    texts = [gettext(text) for text in (refused.message, refused.hint) if text]
    return " ".join(text % params if params else text for text in texts)


def by(request: HttpRequest) -> By:
    """The person at the keyboard, as the journal keeps them."""
    return By(request.user.pk, str(request.user))


class AskingForm(forms.ModelForm[Any]):
    """Asks the action before anything is saved."""

    asker: Reference[Any]
    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            with transaction.atomic():
                self.asker.put(self.request, self.instance.pk, self.values(cleaned))
                transaction.set_rollback(True)
        except Refused as refused:
            raise ValidationError(said(refused)) from refused
        finally:
            queries.forget()
        return cleaned

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What the action is told: rows by id, fields the form does not show as they are."""
        told: dict[str, Any] = {}
        for name in self.asker.told:
            value = cleaned[name] if name in cleaned else getattr(self.instance, name)
            if isinstance(value, Model) or (value is None and name in self.asker.rows):
                told[f"{name}_id"] = value.pk if value else None
            else:
                told[name] = value
        return told


class Reference(admin.ModelAdmin[M]):
    """A kind of reference data. ``told`` are the fields the action takes, ``rows`` those of them
    that point at other rows, ``sheet`` the kind of Excel file."""

    form = AskingForm
    told: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sheet = ""
    list_per_page = 50
    save_on_top = True
    actions: Any = ("export_excel",)

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        """Call the action; returns what it put."""
        raise NotImplementedError

    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: Any = None, **kwargs: Any
    ) -> type[forms.ModelForm[M]]:
        made = super().get_form(request, obj, bool(change), **kwargs)
        return type(made.__name__, (made,), {"asker": self, "request": request})

    def save_model(self, request: HttpRequest, obj: M, form: Any, change: Any) -> None:
        put = self.put(request, obj.pk if change else None, form.values(form.cleaned_data))
        obj.pk = put.row.pk

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """What is referred to is deactivated, never deleted."""
        return False

    @admin.action(description=_("全部导出为 Excel"))
    def export_excel(self, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse:
        """All rows of the kind, chosen or not: an export reads back only when it is whole."""
        target = BytesIO()
        write_excel(self.sheet, target)
        name = f"{self.sheet}-{timezone.localdate():%Y%m%d}.xlsx"
        return HttpResponse(
            target.getvalue(),
            content_type=EXCEL,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class Deactivating(Reference[M]):
    """With an action to take rows out of choices."""

    actions: Any = ("export_excel", "deactivate")
    list_filter: ClassVar[Any] = ("active", "kind")

    def end(self, request: HttpRequest, ident: int) -> None:
        """Deactivate one row."""
        raise NotImplementedError

    @admin.action(description=_("停用所选"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[M]) -> None:
        """Leaves first, so that a whole branch can be chosen at once."""
        done = 0
        for row in queryset.order_by("-path"):
            try:
                self.end(request, row.pk)
                done += 1
            except Refused as refused:
                messages.error(request, said(refused))
        messages.success(request, gettext("已停用 %(count)s 条。") % {"count": done})


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Rows shown below another one; they are changed by importing."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
