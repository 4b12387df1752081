"""Reference data in the administration: every change goes through the actions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiying.directory import actions, queries
from huiying.directory.administration import (
    AskingForm,
    Deactivating,
    ReadOnlyInline,
    Reference,
    by,
    said,
)
from huiying.directory.kinds import Crs
from huiying.directory.models import (
    Area,
    AreaAlias,
    CalendarDay,
    Category,
    CodeSet,
    CrossWalk,
    DeadlinePolicy,
    FilingCondition,
    Unit,
    WorkCalendar,
)
from huiying.lib.errors import Refused


@admin.register(Unit)
class UnitAdmin(Deactivating[Unit]):
    sheet = "units"
    told = (
        *("code", "name", "kind", "short_name", "parent", "credit_code", "area", "duties"),
        *("calendar", "phone", "active"),
    )
    rows = ("parent", "area", "calendar")
    fields = told
    list_display = ("code", "name", "short_name", "kind", "parent", "active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    autocomplete_fields = ("parent", "area")

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        return actions.put_unit(unit_id=ident, by=by(request), at=timezone.now(), **values)

    def end(self, request: HttpRequest, ident: int) -> None:
        actions.deactivate_unit(unit_id=ident, by=by(request), at=timezone.now())


class AreaForm(AskingForm):
    """Border and centre may be typed in another system, and only then are converted."""

    crs = forms.ChoiceField(
        label=_("本次填写的坐标系"),
        choices=Crs.choices,
        initial=Crs.WGS84,
        help_text=_("边界和中心存为 WGS-84；从高德、腾讯地图复制的是 GCJ-02，百度的是 BD-09。"),
    )

    def values(self, cleaned: Any) -> dict[str, Any]:
        told = super().values(cleaned)
        placed = {"polygon", "lon", "lat"} & set(self.changed_data)
        if "polygon" in placed:
            told["polygon"] = cleaned["polygon"]
        if placed & {"lon", "lat"}:
            lon, lat = cleaned["lon"], cleaned["lat"]
            told["centre"] = None if lon is None or lat is None else (lon, lat)
        if placed:
            told["crs"] = cleaned["crs"]
        return told


class AliasFormSet(forms.BaseInlineFormSet[AreaAlias, Area, Any]):
    """Other codes and names of one area: added and removed, never changed."""

    request: HttpRequest

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.pk is None:
            return
        try:
            with transaction.atomic():
                self.put()
                transaction.set_rollback(True)
        except Refused as refused:
            raise ValidationError(said(refused)) from refused
        finally:
            queries.forget()

    def put(self) -> None:
        at = timezone.now()
        for line in self.initial_forms:
            if line.cleaned_data.get("DELETE"):
                actions.remove_alias(alias_id=line.instance.pk, by=by(self.request), at=at)
        for line in self.extra_forms:
            facts = {name: line.cleaned_data.get(name, "") for name in ("code", "name")}
            if any(facts.values()):
                area_id = self.instance.pk
                actions.put_alias(area_id=area_id, by=by(self.request), at=at, **facts)


class AliasInline(ReadOnlyInline):
    model = AreaAlias
    formset = AliasFormSet
    fields = ("code", "name")
    can_delete = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made = super().get_formset(request, obj, **kwargs)
        return type(made.__name__, (made,), {"request": request})

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Area)
class AreaAdmin(Deactivating[Area]):
    sheet = "areas"
    form = AreaForm
    told = ("code", "name", "kind", "parent", "active")
    rows = ("parent",)
    fields = (*told, "polygon", "lon", "lat", "crs", "source_crs")
    readonly_fields = ("source_crs",)
    list_display = ("code", "name", "kind", "parent", "has_border", "active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "aliases__code", "aliases__name")
    autocomplete_fields = ("parent",)
    inlines = (AliasInline,)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    @admin.display(description=_("有边界"), boolean=True)
    def has_border(self, row: Area) -> bool:
        return bool(row.polygon)

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        return actions.put_area(area_id=ident, by=by(request), at=timezone.now(), **values)

    def end(self, request: HttpRequest, ident: int) -> None:
        actions.deactivate_area(area_id=ident, by=by(request), at=timezone.now())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        if isinstance(formset, AliasFormSet):
            formset.put()


@admin.register(CodeSet)
class CodeSetAdmin(Reference[CodeSet]):
    sheet = "categories"
    told = ("standard", "title", "effective_from", "for_cases")
    fields = told
    list_display = told
    search_fields = ("standard", "title")

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        at = timezone.now()
        return actions.put_code_set(code_set_id=ident, by=by(request), at=at, **values)


class ConditionInline(ReadOnlyInline):
    model = FilingCondition
    fields = ("place", "condition", "limit", "closing", "supervised_by", "done_by")


@admin.register(Category)
class CategoryAdmin(Deactivating[Category]):
    sheet = "categories"
    told = (
        *("code_set", "kind", "code", "name", "public_name", "parent"),
        *("sensitive", "on_site_check", "active"),
    )
    rows = ("code_set", "parent")
    fields = told
    list_display = ("code", "name", "kind", "code_set", "level", "sensitive", "active")
    list_select_related = ("code_set",)
    list_filter: ClassVar[Any] = ("code_set", "kind", "level", "active", "sensitive")
    search_fields = ("code", "name", "public_name")
    autocomplete_fields = ("parent",)
    inlines = (ConditionInline,)

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        at = timezone.now()
        return actions.put_category(category_id=ident, by=by(request), at=at, **values)

    def end(self, request: HttpRequest, ident: int) -> None:
        actions.deactivate_category(category_id=ident, by=by(request), at=timezone.now())


@admin.register(CrossWalk)
class CrossWalkAdmin(Reference[CrossWalk]):
    sheet = "crosswalks"
    told = ("source", "target", "note")
    rows = ("source", "target")
    fields = told
    list_display = ("source", "target", "note")
    list_select_related = ("source", "target")
    list_filter = ("source__code_set", "target__code_set")
    search_fields = ("source__name", "source__code", "target__name", "target__code")
    autocomplete_fields = ("source", "target")

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        return actions.put_crosswalk(by=by(request), at=timezone.now(), **values)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("source", "target") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing refers to a line of a cross-walk."""
        return self.admin_site.has_permission(request)

    def delete_model(self, request: HttpRequest, obj: CrossWalk) -> None:
        actions.remove_crosswalk(crosswalk_id=obj.pk, by=by(request), at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CrossWalk]) -> None:
        for row in queryset:
            self.delete_model(request, row)


@admin.register(DeadlinePolicy)
class PolicyAdmin(Reference[DeadlinePolicy]):
    """An edition that holds is not rewritten: a new one with a later date ends it."""

    sheet = "policies"
    key = ("kind", "category", "level", "effective_from")
    told = (
        *key,
        *("effective_to", "basis", "sign_amount", "sign_unit", "contact_amount", "contact_unit"),
        *("report_amount", "report_unit", "resolve_amount", "resolve_unit"),
    )
    rows = ("category",)
    fields = (
        *key,
        *("effective_to", "basis"),
        *tuple((f"{step}_amount", f"{step}_unit") for step in DeadlinePolicy.steps),
    )
    list_display = (*key, "effective_to", "resolve_amount", "resolve_unit", "basis")
    list_select_related = ("category",)
    list_filter = ("kind", "level", "effective_from")
    search_fields = ("basis", "category__name", "category__code")
    autocomplete_fields = ("category",)

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        return actions.put_policy(by=by(request), at=timezone.now(), **values)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.key if obj else ()


class CalendarForm(AskingForm):
    """With room for the notice of a new year."""

    year = forms.IntegerField(label=_("录入哪一年"), required=False, min_value=2000, max_value=2199)
    notice = forms.CharField(
        label=_("放假通知"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 9, "cols": 90}),
        help_text=_(
            "粘贴国务院办公厅“部分节假日安排”通知中的各行，一个节日一行。"
            "星期和天数会核对；其余日子按周一至周五工作录入。"
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("year")) != bool(given.get("notice")):
            raise ValidationError(_("录入新一年须同时填写年份和放假通知。"))
        return super().clean()


@admin.register(WorkCalendar)
class CalendarAdmin(Reference[WorkCalendar]):
    form = CalendarForm
    sheet = "calendar"
    told = ("name", "hours", "year", "notice")
    fields = told
    list_display = ("name", "hours", "last")

    @admin.display(description=_("录到"))
    def last(self, row: WorkCalendar) -> Any:
        return row.days.order_by("-day").values_list("day", flat=True).first()

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        year, notice, at = values.pop("year"), values.pop("notice"), timezone.now()
        put = actions.put_calendar(calendar_id=ident, by=by(request), at=at, **values)
        if notice:
            actions.put_year(
                calendar_id=put.row.pk, year=year, notice=notice, by=by(request), at=at
            )
        return put


@admin.register(CalendarDay)
class CalendarDayAdmin(Reference[CalendarDay]):
    """Single days are corrected here; a whole year comes from a file or from ``huiying init``."""

    sheet = "calendar"
    told = ("calendar", "day", "working", "note")
    rows = ("calendar",)
    fields = told
    list_display = ("day", "working", "note", "calendar")
    list_filter = ("calendar", "working")
    date_hierarchy = "day"
    ordering = ("-day",)

    def put(self, request: HttpRequest, ident: int | None, values: dict[str, Any]) -> Any:
        calendar_id = values.pop("calendar_id")
        day = actions.Day(**values)
        at = timezone.now()
        actions.put_calendar_days(calendar_id=calendar_id, days=[day], by=by(request), at=at)
        row = CalendarDay.objects.get(calendar_id=calendar_id, day=day.day)
        return actions.Put(row, ident is None, {})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("calendar", "day") if obj else ()
