"""The language of a browser: a cookie that Django's LocaleMiddleware reads."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse


def known(code: str) -> bool:
    return code in dict(settings.LANGUAGES)


def remember(response: HttpResponse, code: str) -> None:
    """Let the browser keep the language; an unknown code or "" lets it choose by itself again."""
    if not known(code):
        response.delete_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            samesite="Lax",
        )
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
