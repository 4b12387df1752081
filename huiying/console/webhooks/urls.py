"""Addresses of the pages about webhooks."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.webhooks import views

rail.register("webhooks", _("推送"), "console:webhooks", views.ROLES, count=views.stopped)

urlpatterns = [
    path("webhooks/", views.index, name="webhooks"),
    path("webhooks/<int:ident>/", views.log, name="webhook"),
    path("webhooks/<int:ident>/end/", views.end, name="webhook_end"),
    path("webhooks/<int:ident>/again/<int:delivery>/", views.again, name="webhook_again"),
]
