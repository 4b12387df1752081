"""Pages in a real browser, which must have nothing to complain about."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page

# A request given up because a newer one took its place, or because the page was left: htmx tells
# of it as of an error. One that failed says `responseError` or `sendError` as well.
GIVEN_UP = ("htmx:sendAbort,", "htmx:afterRequest,")


@pytest.fixture(autouse=True)
def _no_complaints(page: Page) -> Iterator[None]:
    """Fail when a page logs an error: a script that breaks, a file missing, a policy violated."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(GIVEN_UP):
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    assert complaints == []
