"""Addresses of doubts, and their place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.evidence import views
from huiying.evidence import access, queries

rail.register(
    "evidence", _("证据核对"), "console:evidence", access.READERS, count=queries.waiting, letter="e"
)

urlpatterns = [
    path("evidence/", views.page, name="evidence"),
    re_path(r"^evidence/export\.(?P<kind>xlsx|csv)$", views.export, name="evidence_export"),
    path("evidence/units/", views.units, name="evidence_units"),
    re_path(
        r"^evidence/units/export\.(?P<kind>xlsx|csv)$",
        views.export_units,
        name="evidence_units_export",
    ),
    path("evidence/<int:ident>/", views.one, name="doubt"),
    path("evidence/<int:ident>/picture/<str:which>/", views.picture, name="doubt_picture"),
]
