"""Addresses of the desk of missed calls and of the log, and their place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.recalls import log, views
from huiying.telephony import access, queries

rail.register(
    "recalls", _("待回拨"), "console:recalls", access.AT_TELEPHONE, count=queries.waiting,
    letter="m",
)  # fmt: skip

urlpatterns = [
    path("recalls/", views.page, name="recalls"),
    re_path(r"^recalls/export\.(?P<kind>xlsx|csv)$", views.export, name="recalls_export"),
    path("calls/", log.page, name="calls"),
    re_path(r"^calls/export\.(?P<kind>xlsx|csv)$", log.export, name="calls_export"),
    path("recalls/<int:ident>/<str:name>/", views.act, name="recalls_act"),
]
