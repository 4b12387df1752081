"""Addresses of the weekly brief; it stands among the pages of common problems."""

from django.urls import path

from huiying.console.brief import views

urlpatterns = [
    path("brief/", views.latest, name="brief"),
    path("brief/<str:week>/", views.page, name="brief_week"),
    path("brief/<str:week>/records/", views.records, name="brief_records"),
]
