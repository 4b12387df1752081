"""Addresses of one's own exports. They are reached from the lists, not from the rail."""

from django.urls import path

from huiying.console.exporting import views

urlpatterns = [
    path("exports/", views.index, name="exports"),
    path("exports/ask/", views.ask, name="export_ask"),
    path("exports/<int:ident>/", views.one, name="export"),
    path("exports/<int:ident>/progress/", views.progress, name="export_progress"),
    path("exports/<int:ident>/file/", views.file, name="export_file"),
    path("exports/<int:ident>/again/", views.again, name="export_again"),
    path("exports/<int:ident>/remove/", views.remove, name="export_remove"),
]
