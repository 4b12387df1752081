"""Addresses of the inbox, and its place on the rail."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.inbox import views
from huiying.supervision import inbox

rail.register("inbox", _("提醒"), "console:inbox", count=inbox.unread, letter="i")

urlpatterns = [
    path("inbox/", views.page, name="inbox"),
    path("inbox/read/", views.read, name="inbox_read"),
    path("inbox/<int:ident>/", views.one, name="inbox_item"),
]
