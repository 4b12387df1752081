"""Addresses of the operator's desk."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.intake import RECEIVERS
from huiying.cases.rules.workflow import DESK
from huiying.console import rail
from huiying.console.operator import telephone, views

# The telephone is the hotline's; who finds a matter on a walk or a check only registers it.
rail.register("operator", _("话务"), "console:operator", DESK, letter="n")
rail.register(
    "register", _("登记"), "console:operator", RECEIVERS, letter="n", instead_of="operator"
)

urlpatterns = [
    path("operator/", views.operator, name="operator"),
    path("operator/earlier/", views.earlier, name="operator_earlier"),
    path("operator/known/", views.known, name="operator_known"),
    path("operator/script/", views.script, name="operator_script"),
    path("operator/ringing/", telephone.ringing, name="operator_ringing"),
    path("operator/extension/", telephone.extension, name="operator_extension"),
    path("operator/transfer/", telephone.transfer, name="operator_transfer"),
    path("operator/call/<int:ident>/", telephone.open_call, name="operator_call"),
    path("operator/hints/", views.hints, name="operator_hints"),
]
