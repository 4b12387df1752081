"""Addresses of common problems, and their place on the rail."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.problems import proposals, types, views, watches
from huiying.insights import followed
from huiying.insights.access import READERS

rail.register(
    "problems", _("共性问题"), "console:problems", READERS, letter="p",
    count=lambda actor, _at: followed.unread(actor) or None,
)  # fmt: skip

urlpatterns = [
    path("problems/", views.board, name="problems"),
    path("problems/export.xlsx", views.export, {"kind": "xlsx"}, name="problems_xlsx"),
    path("problems/export.csv", views.export, {"kind": "csv"}, name="problems_csv"),
    path("problems/watch/", watches.page, name="watches"),
    path("problems/watch/read/", watches.read, name="watches_read"),
    path("problems/watch/<int:ident>/end/", watches.end, name="watch_end"),
    path("problems/types/", types.page, name="types"),
    path("problems/types/export.xlsx", types.export, {"kind": "xlsx"}, name="types_xlsx"),
    path("problems/types/export.csv", types.export, {"kind": "csv"}, name="types_csv"),
    path("problems/types/<str:matter>/", types.one, name="type"),
    path("problems/types/<str:matter>/cases/", types.cases, name="type_cases"),
    path("problems/<int:ident>/", views.one, name="problem"),
    path("problems/types/<str:matter>/follow/", watches.matter, name="type_follow"),
    path(
        "problems/<int:ident>/tiles/<int:zoom>/<int:x>/<int:y>.mvt",
        views.tile,
        name="problem_tile",
    ),
    path("problems/<int:ident>/follow/", watches.problem, name="problem_follow"),
    path("problems/<int:ident>/move/", views.move, name="problem_move"),
    path("problems/<int:ident>/join/", views.join, name="problem_join"),
    path("problems/<int:ident>/propose/", proposals.propose, name="problem_propose"),
    path("problems/<int:ident>/withdraw/", proposals.withdraw, name="problem_withdraw"),
    path("problems/<int:ident>/name/", views.name, name="problem_name"),
]
