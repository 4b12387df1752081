"""All addresses: residents at the root, staff under /desk/, sign-in under /account/."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from huiying.config import entrance, language

urlpatterns = [
    path("desk/", include("huiying.console.urls")),
    path("account/password/reset/", entrance.forgotten),
    path("account/", include("allauth.urls")),
    path("open311/", include("huiying.open311.urls")),
    path("language/", language.choose, name="set_language"),
    path("api/v1/", include("huiying.api.urls")),
    path("telephony/", include("huiying.telephony.urls")),
    path("admin/", admin.site.urls),
    path("", include("huiying.portal.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("ui/", include("huiying.ui.urls")))
