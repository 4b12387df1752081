"""Address of the page of models."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.learned import views

rail.register("models", _("模型"), "console:models", {"administrator"})

urlpatterns = [path("models/", views.page, name="models")]
