"""The small city, called over the API: everybody may have a key of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huiying.accounts import keys
from huiying.accounts.actors import system
from huiying.directory import queries as directory
from tests.city import City, build, later


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hours after NOW, and running: the city's calendar ends some day."""
    started = monotonic()
    monkeypatch.setattr(
        timezone, "now", lambda: later(hours=3) + timedelta(seconds=monotonic() - started)
    )


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield build()
    directory.forget()


class Calls:
    """Calls of one person: ``wang.get("/cases")``, ``wang.post("/cases", {…})``."""

    def __init__(self, key: str, language: str = "zh-hans") -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers | _named(headers))

    def post(self, path: str, sent: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}",
            {} if sent is None else sent,
            content_type="application/json",
            headers=self.headers | _named(headers),
        )

    def version(self, number: str) -> str:
        """The ETag of a case."""
        return str(self.get(f"/cases/{number}")["ETag"])

    def does(self, number: str, verb: str, **sent: Any) -> Any:
        """A verb on a case as it is now."""
        return self.post(f"/cases/{number}/{verb}", sent, if_match=self.version(number))


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def calls(city: City) -> Callable[..., Calls]:
    """Calls of a person with a key: ``calls("wang")``."""

    def made(
        name: str, *, scope: str = "api:write", language: str = "zh-hans", **more: Any
    ) -> Calls:
        given = keys.create_key(
            name=f"{name} 的应用",
            scopes=[scope],
            person_id=city.people[name].pk,
            actor=system("测试"),
            at=timezone.now(),
            **more,
        )
        return Calls(given.text, language)

    return made
