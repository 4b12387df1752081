"""Pages in a real browser, which must have nothing to complain about."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page


@pytest.fixture(autouse=True)
def _no_complaints(page: Page) -> Iterator[None]:
    """Fail when a page logs an error: a script that breaks, a file missing, a policy violated."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    assert complaints == []
