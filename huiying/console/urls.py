"""Addresses of the console, all under ``/desk/`` and in the namespace ``console``.

A folder of pages has its own ``urls.py`` without an ``app_name``; it registers its desk there.
"""

from django.urls import URLPattern, URLResolver, include, path

from huiying.console.home import home
from huiying.console.own import settings_page

app_name = "console"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("own/", settings_page, name="own"),
    path("", include("huiying.console.operator.urls")),
    path("", include("huiying.console.case.urls")),
    path("", include("huiying.console.desks.urls")),
    path("", include("huiying.console.problems.urls")),
    path("", include("huiying.console.brief.urls")),
    path("", include("huiying.console.importing.urls")),
    path("", include("huiying.console.exporting.urls")),
    path("", include("huiying.console.rulebook.urls")),
    path("", include("huiying.console.notices.urls")),
    path("", include("huiying.console.column.urls")),
    path("", include("huiying.console.whistles.urls")),
    path("", include("huiying.console.evidence.urls")),
    path("", include("huiying.console.inbox.urls")),
    path("", include("huiying.console.orders.urls")),
    path("", include("huiying.console.checks.urls")),
    path("", include("huiying.console.consult.urls")),
    path("", include("huiying.console.learned.urls")),
    path("", include("huiying.console.webhooks.urls")),
    path("", include("huiying.console.knowledge.urls")),
    path("", include("huiying.console.relay.urls")),
    path("", include("huiying.console.recalls.urls")),
]
