"""Addresses of the open door, for production and for trying."""

from django.urls import re_path

from huiying.open311 import views

app_name = "open311"

FORM = r"(?:\.(?P<form>[A-Za-z0-9]{1,10}))?$"
KNOWN = r"(?:\.(?P<form>xml|json))?$"  # after an id, which may hold dots itself
PAGES = (
    (f"services{FORM}", views.service_list, "services"),
    (f"services/(?P<code>[^/]+?){KNOWN}", views.definition, "definition"),
    (f"requests{FORM}", views.requests, "requests"),
    (f"requests/(?P<number>[^/]+?){KNOWN}", views.one, "request"),
    (f"tokens/(?P<number>[^/]+?){KNOWN}", views.token, "token"),
    (f"servicerequestupdates{FORM}", views.updates, "updates"),
)


def _trial(name: str) -> dict[str, bool]:
    """What is offered is the same for trying; what is sent and told is not."""
    return {} if name in ("services", "definition") else {"trial": True}


urlpatterns = [
    re_path(rf"^(?:(?:test/)?v2/)?discovery{FORM}", views.discovery, name="discovery"),
    *(re_path(f"^v2/{page}", view, name=name) for page, view, name in PAGES),
    *(
        re_path(f"^test/v2/{page}", view, _trial(name), name=f"test-{name}")
        for page, view, name in PAGES
    ),
    re_path(r"^.*?(?:\.(?P<form>xml|json))?$", views.unknown),
]
