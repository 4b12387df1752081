"""The project's addresses with the gallery beside them, as where ``DEBUG`` is on."""

from django.urls import include, path

from huiying.config.urls import urlpatterns as project

urlpatterns = [path("ui/", include("huiying.ui.urls")), *project]
