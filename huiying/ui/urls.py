"""Addresses of the gallery; mounted under /ui/ where ``DEBUG`` is on."""

from django.urls import path

from huiying.ui import views

app_name = "ui"
urlpatterns = [path("gallery/", views.gallery, name="gallery")]
