"""Addresses of the notices' desk."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.notices import views

rail.register("notices", _("通知"), "console:notices", views.ROLES, count=views.failed)

urlpatterns = [
    path("notices/", views.index, name="notices"),
    path("notices/<int:ident>/again/", views.again, name="notice_again"),
]
