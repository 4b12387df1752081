"""Addresses of the knowledge desk, and its place on the rail."""

from datetime import datetime

from django.urls import path, re_path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiying.accounts.actors import Actor
from huiying.console import rail
from huiying.console.knowledge import importing, listing, views
from huiying.knowledge import queries


def _waiting(actor: Actor, at: datetime) -> int:
    return queries.waiting(actor, timezone.localtime(at).date())


rail.register("knowledge", _("知识库"), "console:knowledge", (), count=_waiting, letter="k")

urlpatterns = [
    path("knowledge/", listing.page, name="knowledge"),
    re_path(r"^knowledge/export\.(?P<kind>xlsx|csv)$", listing.export, name="knowledge_export"),
    path("knowledge/new/", views.new, name="knowledge_new"),
    path("knowledge/import/", importing.page, name="knowledge_import"),
    path("knowledge/<int:ident>/", views.page, name="knowledge_one"),
    path("knowledge/<int:ident>/edit/", views.edit, name="knowledge_edit"),
    path("knowledge/<int:ident>/versions/", views.differences, name="knowledge_versions"),
    path("knowledge/<int:ident>/do/<str:name>/", views.act, name="knowledge_act"),
]
