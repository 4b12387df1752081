"""axe-core looks at a page: what it finds would keep somebody out (WCAG 2.2 AA)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(page: Page) -> list[str]:
    """Each violation as one line: the rule, how bad, and the first element."""
    if not SOURCE.exists():
        pytest.skip("axe-core is missing: run make setup")
    page.evaluate(SOURCE.read_text())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]} {v['nodes'][0]['any'][:1]}"
        for v in found["violations"]
    ]
