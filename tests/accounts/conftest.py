"""The small city, and its administrator 郭涛."""

from collections.abc import Iterator

import pytest

from huiying.accounts.actors import Actor
from huiying.directory import queries
from tests.city import City, build


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def guo(city: City) -> Actor:
    return city.actor("guo")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    queries.forget()
