"""Addresses of whistles at the desk, and their place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.whistles import listing, rating, views
from huiying.whistles import queries

rail.register(
    "whistles", _("吹哨报到"), "console:whistles", listing.ROLES, count=queries.owes, letter="b"
)

urlpatterns = [
    path("whistles/", listing.page, name="whistles"),
    re_path(r"^whistles/export\.(?P<kind>xlsx|csv)$", listing.export, name="whistles_export"),
    path("whistles/rates/", rating.page, name="whistles_rates"),
    re_path(
        r"^whistles/rates/(?P<what>streets|units)\.(?P<kind>xlsx|csv)$",
        rating.export,
        name="whistles_rates_export",
    ),
    path("whistles/new/", views.new, name="whistle_new"),
    path("whistles/<int:ident>/", views.page, name="whistle"),
    path("whistles/<int:ident>/notice/", views.notice, name="whistle_notice"),
    path("whistles/<int:ident>/do/<str:name>/", views.act, name="whistle_act"),
    path("whistles/<int:ident>/rate/<int:unit>/", views.rate, name="whistle_rate"),
    path("whistles/<int:ident>/unit/<int:part>/photo/", views.photo, name="whistle_photo"),
    path(
        "whistles/<int:ident>/unit/<int:part>/do/<str:name>/",
        views.act_unit,
        name="whistle_unit_act",
    ),
]
