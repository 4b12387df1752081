"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests.flushing import allow_flush

allow_flush()

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def shared_data() -> Any:
    """A function from a name to that file or folder of real data; skips where there is none."""

    def find(name: str) -> Path:
        place = SHARED / name
        if not place.exists():
            pytest.skip(f"real data {name!r} is not beside this checkout ({SHARED})")
        return place

    return find


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """What one test cached must not answer in the next."""
    yield
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, quiet and alone."""
    if not CHROMIUM.exists():
        pytest.skip("browser tests need Chromium: apt-get install chromium")
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": CHROMIUM_SWITCHES,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk's screen, Chinese, in the city's time zone."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def live(transactional_db: None, live_server: Any) -> str:
    """The address of a real server on the test database."""
    return str(live_server.url)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest has run already, on SQLite."""
    if connection.vendor != "postgresql":
        return
    keep: list[pytest.Item] = []
    leave: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses = item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES
        (keep if uses else leave).append(item)
    config.hook.pytest_deselected(items=leave)
    items[:] = keep
