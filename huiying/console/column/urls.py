"""Addresses of the column's desk, and its place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.column import queries
from huiying.console import rail
from huiying.console.column import editing, listing, moderating, photos, views

rail.register(
    "column", _("专栏"), "console:column", listing.ROLES, count=queries.waiting, letter="w"
)

urlpatterns = [
    path("column/", listing.page, name="column"),
    re_path(r"^column/export\.(?P<kind>xlsx|csv)$", listing.export, name="column_export"),
    path("column/new/", editing.new, name="column_new"),
    path("column/comments/", moderating.page, name="column_comments"),
    path("column/comments/<int:ident>/", moderating.decide, name="column_comment"),
    path("column/<int:ident>/", views.page, name="column_one"),
    path("column/<int:ident>/edit/", editing.edit, name="column_edit"),
    path("column/<int:ident>/do/<str:name>/", views.act, name="column_act"),
    path("column/<int:ident>/photos/", photos.add, name="column_photos"),
    path("column/<int:ident>/photos/<int:picture_id>/", photos.page, name="column_box"),
    path("column/<int:ident>/photos/<int:picture_id>/file/", photos.file, name="column_file"),
    path("column/<int:ident>/photos/<int:picture_id>/remove/", photos.remove, name="column_remove"),
]
