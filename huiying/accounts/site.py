"""The administration: for administrators and superusers only, signed in like everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiying.accounts.actors import Actor
from huiying.accounts.queries import manager_of


class Site(admin.AdminSite):
    """Reference data and people. What libraries keep for themselves does not show up here."""

    site_header = _("回应 · 后台")
    site_title = _("回应后台")
    index_title = _("名录与人员")
    site_url = "/desk/"
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Only our own models: sessions, second factors and logs are nobody's reference data."""
        many = [model_or_iterable] if isinstance(model_or_iterable, type) else [*model_or_iterable]
        ours = [model for model in many if model.__module__.startswith("huiying.")]
        if ours:
            super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return manager(request) is not None

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The one sign-in page, with its second factor; no form of its own."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"), settings.LOGIN_URL)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page of the account, which knows about the second factor."""
        return redirect("account_change_password")


def manager(request: HttpRequest) -> Actor | None:
    """Who acts in the administration; None for others. Asked once per request."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_manager"):
        request._manager = manager_of(request.user, timezone.localdate())  # type: ignore[attr-defined]  # noqa: SLF001
    found: Actor | None = request._manager  # type: ignore[attr-defined]  # noqa: SLF001
    return found
