"""People and their posts in the administration: every change goes through the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiying.accounts import actions, keys
from huiying.accounts.actions import PostFacts
from huiying.accounts.actors import Actor
from huiying.accounts.models import ApiKey, Person, Post
from huiying.accounts.refusals import NotAdministrator
from huiying.accounts.site import manager
from huiying.directory.administration import said
from huiying.lib.errors import Refused


class PersonForm(forms.ModelForm[Person]):
    """A password is set here, never shown; asks the action before anything is saved."""

    request: HttpRequest
    password_new = forms.CharField(
        label=_("新密码"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )

    class Meta:
        model = Person
        fields = ("username", "name", "email", "mobile", "is_active")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                with transaction.atomic():
                    self.put()
                    transaction.set_rollback(True)
            except Refused as refused:
                raise ValidationError(said(refused)) from refused
        return cleaned

    def put(self) -> Person:
        """Create or change the person the form is about."""
        actor, at, given = _actor(self.request), timezone.now(), self.cleaned_data
        facts = {name: given[name] for name in ("name", "email", "mobile")}
        password = given["password_new"] or None
        ident: int | None = self.instance.pk
        if ident is None:
            person = actions.create_person(
                username=given["username"], password=password, actor=actor, at=at, **facts
            )
        else:
            person = actions.change_person(
                person_id=ident, password=password, actor=actor, at=at, **facts
            )
        if given["is_active"]:
            return actions.reactivate(person_id=person.pk, actor=actor, at=at)
        return actions.deactivate(person_id=person.pk, actor=actor, at=at)


class PostFormSet(forms.BaseInlineFormSet[Post, Person, Any]):
    """The posts of one person, handed to the action as a whole."""

    request: HttpRequest

    def facts(self) -> list[PostFacts]:
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("role") and not form.cleaned_data.get("DELETE")
        ]
        return [
            PostFacts(
                row["role"],
                row["unit"].pk,
                row["area"].pk if row["area"] else None,
                row["since"],
                row["until"],
            )
            for row in rows
        ]

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        try:
            with transaction.atomic():
                self._ask()
                transaction.set_rollback(True)
        except Refused as refused:
            raise ValidationError(said(refused)) from refused

    def _ask(self) -> None:
        ident: int | None = self.instance.pk
        if ident is None:
            actions.check_posts(self.facts())
        else:
            self.put(ident)

    def put(self, person_id: int) -> None:
        actions.set_posts(
            person_id=person_id,
            posts=self.facts(),
            actor=_actor(self.request),
            at=timezone.now(),
        )


class PostInline(admin.TabularInline[Post, Person]):
    model = Post
    formset = PostFormSet
    extra = 1
    autocomplete_fields = ("unit", "area")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made = super().get_formset(request, obj, **kwargs)
        return type(made.__name__, (made,), {"request": request})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    form = PersonForm
    fields = ("username", "name", "email", "mobile", "password_new", "is_active")
    list_display = ("username", "name", "held", "is_active", "last_login")
    list_filter = ("is_active", "posts__role")
    search_fields = ("username", "name")
    inlines = (PostInline,)
    list_per_page = 50
    actions = ("give_password_link",)

    @admin.action(description=_("给一次性改密链接（选一人）"), permissions=["change"])
    def give_password_link(self, request: HttpRequest, chosen: Any) -> None:
        """The link is shown once, to the administrator, who hands it over."""
        if len(chosen) != 1:
            messages.error(request, _("请只选一个人：链接是给本人的。"))
            return
        person = chosen[0]
        try:
            uidb36, key = actions.give_password_link(
                person_id=person.pk, actor=_actor(request), at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, said(refused))
            return
        path = reverse("account_reset_password_from_key", args=[uidb36, key])
        words = {"name": person.name, "url": request.build_absolute_uri(path)}
        messages.warning(
            request,
            _("请核实身份后把这个链接交给%(name)s本人，24 小时内有效，只能用一次：%(url)s") % words,
        )

    @admin.display(description=_("岗位"))
    def held(self, row: Person) -> str:
        return "；".join(str(post) for post in row.posts.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("posts__unit")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("username",) if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: Any = None, **kwargs: Any
    ) -> type[forms.ModelForm[Person]]:
        made = super().get_form(request, obj, bool(change), **kwargs)
        return type(made.__name__, (made,), {"request": request})

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: Any) -> None:
        obj.pk = form.put().pk

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        formset.put(form.instance.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are deactivated: history keeps pointing at them."""
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin[ApiKey]):
    """Which systems may come in. Keys are made on the command line, ended here or there."""

    list_display = ("name", "prefix", "uses", "person", "per_minute", "last_used_at", "revoked_at")
    search_fields = ("name", "prefix")
    list_display_links = None
    list_select_related = ("person",)
    actions = ("revoke",)

    @admin.display(description=_("用途"))
    def uses(self, row: ApiKey) -> str:
        return "、".join(row.scopes)

    @admin.action(description=_("立即停用"), permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: Any) -> None:
        for prefix in chosen.values_list("prefix", flat=True):
            keys.revoke_key(prefix=prefix, actor=_actor(request), at=timezone.now())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _actor(request: HttpRequest) -> Actor:
    actor = manager(request)
    if actor is None:
        raise NotAdministrator
    return actor
