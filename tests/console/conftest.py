"""A signed-in person at a desk of the small city, at a moment the test chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client

from huiying.console import rail
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

    rail.forget()
    yield sit
    rail.forget()
