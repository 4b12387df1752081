"""Addresses of the operator's desk."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.intake import RECEIVERS
from huiying.console import rail
from huiying.console.operator import views

rail.register("operator", _("话务"), "console:operator", RECEIVERS, letter="n")

urlpatterns = [
    path("operator/", views.operator, name="operator"),
    path("operator/earlier/", views.earlier, name="operator_earlier"),
    path("operator/hints/", views.hints, name="operator_hints"),
]
