"""Addresses of the dispatch rules."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.rulebook import views

rail.register("rules", _("派单规则"), "console:rules", views.READERS)

urlpatterns = [
    path("rules/", views.index, name="rules"),
    path("rules/draft/", views.start, name="rules_start"),
    path("rules/<int:version>/", views.edition, name="rules_edition"),
    path("rules/<int:version>/add/", views.rule, name="rules_add"),
    path("rules/<int:version>/rule/<int:position>/", views.rule, name="rules_rule"),
    path("rules/<int:version>/rule/<int:position>/change/", views.change, name="rules_change"),
    path("rules/<int:version>/try/", views.trial, name="rules_try"),
    path("rules/<int:version>/publish/", views.publish, name="rules_publish"),
]
