"""Addresses of the desk where files come in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.importing import views
from huiying.exchange.access import IMPORTERS

rail.register("import", _("导入"), "console:import", IMPORTERS, letter="i")

urlpatterns = [
    path("import/", views.index, name="import"),
    path("import/<int:run_id>/", views.one, name="import_run"),
    path("import/<int:run_id>/progress/", views.progress, name="import_progress"),
    path("import/<int:run_id>/resume/", views.resume, name="import_resume"),
    path("import/<int:run_id>/discard/", views.discard, name="import_discard"),
    path("import/<int:run_id>/refused/", views.refused, name="import_refused"),
]
