"""Addresses of the portal, at the root."""

from django.urls import path

from huiying.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.start, name="start"),
    path("robots.txt", views.robots, name="robots"),
    path("q/<str:token>/", views.question, name="question"),
    path("track/", views.track, name="track"),
    path("track/<str:code>/", views.case_page, name="case"),
    path("track/<str:code>/file/<int:attachment_id>/", views.file, name="file"),
]
