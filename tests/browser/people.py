"""People of the small city in front of a real browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.city import City


def sit_down(page: Page, live: str, city: City, name: str) -> None:
    """Sign a person in by their session, without the sign-in page."""
    client = Client()
    client.force_login(city.people[name], "huiying.config.signin.Backend")
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "domain": urlsplit(live).hostname or "",
                "path": "/",
            }
        ]
    )
