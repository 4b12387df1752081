"""A signed-in person at a desk of the small city, at a moment the test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.test import Client

from huiying.console import rail
from huiying.whistles import alarms
from tests.city import City, build, later

Desk = Callable[[str], Client]


@dataclass
class Clock:
    """What the console believes the time is."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stopped at a Tuesday noon; ``clock.at = later(hours=5)`` moves it."""
    stopped = Clock(later(hours=3))
    monkeypatch.setattr("django.utils.timezone.now", stopped.now)
    return stopped


@pytest.fixture
def desk(city: City, clock: Clock) -> Iterator[Desk]:
    """A function from a person's short name to a browser in which that person is signed in."""

    def sit(name: str) -> Client:
        client = Client()
        client.force_login(city.people[name], "huiying.config.signin.Backend")
        return client

    for kept in (rail, alarms):
        kept.forget()
    yield sit
    for kept in (rail, alarms):
        kept.forget()


@pytest.fixture(autouse=True, scope="session")
def _every_desk_has_its_place() -> None:
    """Desks register themselves where their addresses are; no test may be the first to ask."""
    import_module("huiying.console.urls")


@pytest.fixture(autouse=True)
def _nothing_kept_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for some seconds stays kept, else a slow machine would count a query more."""
    still = SimpleNamespace(monotonic=lambda: 0.0)
    for where in ("directory.queries", "console.rail"):
        monkeypatch.setattr(f"huiying.{where}.time", still)
