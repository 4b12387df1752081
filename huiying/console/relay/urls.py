"""Addresses of the pages about foreign platforms, and their place on the rail."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from huiying.console import rail
from huiying.console.relay import listing, passing, servers

rail.register("relay", _("外部平台"), "console:relay", listing.ROLES, count=listing.waiting)

urlpatterns = [
    path("relay/", listing.page, name="relay"),
    re_path(r"^relay/export\.(?P<kind>xlsx|csv)$", listing.export, name="relay_export"),
    path("relay/<int:ident>/again/", passing.again, name="relay_again"),
    path("relay/<int:ident>/stop/", passing.stop, name="relay_stop"),
    path("relay/servers/", servers.index, name="relay_servers"),
    path("relay/servers/<int:ident>/", servers.one, name="relay_server"),
    path("relay/servers/<int:ident>/read/", servers.read, name="relay_read"),
    path("relay/servers/<int:ident>/mean/", servers.mean, name="relay_mean"),
    path(
        "relay/servers/<int:ident>/mean/<int:category>/remove/",
        servers.unmean,
        name="relay_unmean",
    ),
]
