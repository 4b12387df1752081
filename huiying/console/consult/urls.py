"""Addresses of consultation, and its place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.consult import measures, meetings, topics
from huiying.consultation import access, queries

rail.register(
    "consult", _("会商"), "console:consult", access.DESK, count=queries.waiting, letter="h"
)

urlpatterns = [
    path("consult/", topics.page, name="consult"),
    path("consult/new/", topics.new, name="topic_new"),
    path("consult/topic/<int:ident>/", topics.one, name="topic"),
    path("consult/topic/<int:ident>/do/<str:name>/", topics.act, name="topic_act"),
    path("consult/meetings/", meetings.page, name="meetings"),
    path("consult/meetings/new/", meetings.new, name="meeting_new"),
    path("consult/meetings/<int:ident>/", meetings.one, name="meeting"),
    path("consult/meetings/<int:ident>/do/<str:name>/", meetings.act, name="meeting_act"),
    path("consult/meetings/<int:ident>/notice/", meetings.notice, name="meeting_notice"),
    path("consult/meetings/<int:ident>/minutes/", meetings.minutes, name="meeting_minutes"),
    path("consult/measures/", measures.page, name="measures"),
    re_path(
        r"^consult/measures/export\.(?P<kind>xlsx|csv)$", measures.export, name="measures_export"
    ),
    path("consult/measures/list/", measures.paper, name="measures_paper"),
    path("consult/measures/<int:ident>/", measures.one, name="measure"),
]
