"""Addresses of common problems, and their place on the rail."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.problems import views
from huiying.insights.access import READERS

rail.register("problems", _("共性问题"), "console:problems", READERS, letter="p")

urlpatterns = [
    path("problems/", views.board, name="problems"),
    path("problems/export.xlsx", views.export, {"kind": "xlsx"}, name="problems_xlsx"),
    path("problems/export.csv", views.export, {"kind": "csv"}, name="problems_csv"),
    path("problems/<int:ident>/", views.one, name="problem"),
    path("problems/<int:ident>/move/", views.move, name="problem_move"),
    path("problems/<int:ident>/join/", views.join, name="problem_join"),
    path("problems/<int:ident>/name/", views.name, name="problem_name"),
]
