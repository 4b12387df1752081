"""What every answer tells the browser to refuse: inline script, framing, foreign content."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def content_security_policy(form_targets: tuple[str, ...] = ()) -> str:
    """The policy: only our own files, nothing inline. ``form_targets`` may receive our forms.

    Single sign-on needs its issuer there, because browsers apply ``form-action`` to the redirect
    that follows a form as well.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "media-src": "'self' blob:",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "form-action": " ".join(("'self'", *form_targets)),
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class HeadersMiddleware:
    """Adds the headers that Django's SecurityMiddleware has not; a view may set its own first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.headers = (
            ("Content-Security-Policy", content_security_policy(settings.CSP_FORM_TARGETS)),
            ("Permissions-Policy", PERMISSIONS),
            ("X-Frame-Options", "DENY"),
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        return response
