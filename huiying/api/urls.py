"""Addresses of the API."""

from django.urls import URLPattern, re_path

from huiying.api import around, cases, parts, verbs, webhooks
from huiying.api.door import api, guarded, unknown

app_name = "api"

api.add_router("/cases", cases.router)
api.add_router("/cases", parts.router)
api.add_router("/cases", verbs.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("", around.router)


def _guard(pattern: URLPattern) -> URLPattern:
    pattern.callback = guarded(pattern.callback)
    return pattern


urlpatterns = [
    *(_guard(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern)),
    re_path(r"^.*$", unknown),
]

__all__ = ["api", "app_name", "urlpatterns"]
