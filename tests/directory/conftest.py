"""The small city, and who changes its reference data."""

from collections.abc import Iterator

import pytest

from huiying.directory import queries
from huiying.journal.events import By
from tests.city import City, build


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def empty(db: None) -> None:
    """A database without any reference data."""
    queries.forget()


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    queries.forget()


@pytest.fixture
def guo() -> By:
    """郭涛, the administrator."""
    return By(1, "郭涛")
