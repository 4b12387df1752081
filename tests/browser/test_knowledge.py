"""王芳 answers a question from the knowledge base without touching the mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from huiying.cases.models import Case
from huiying.knowledge.models import Use, Version
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later
from tests.knowledge.conftest import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    return build()


def test_an_article_is_found_chosen_and_answered_with_by_keyboard_only(
    page: Page, live: str, city: City
) -> None:
    published(city)
    sit_down(page, live, city, "wang")
    page.goto(f"{live}/desk/operator/")
    expect(page.locator("#id_phone")).to_be_focused()
    page.locator("#id_title").focus()
    page.keyboard.type("路灯坏了找谁")
    page.keyboard.press("F2")
    expect(page.locator("#id_know")).to_be_focused()
    page.keyboard.type("报修")
    found = page.locator("#known summary")
    expect(found).to_have_text("路灯不亮怎样报修")
    page.keyboard.press("Tab")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    answer = page.locator("#id_text")
    expect(answer).to_be_visible()
    expect(answer).to_have_value(Version.objects.get().body)
    assert findings(page) == []
    page.locator("button[value='answer']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_visible()
    assert Case.objects.get().state == "closed"
    assert Use.objects.get().article.title == "路灯不亮怎样报修"


def test_what_the_operator_wrote_is_never_written_over(page: Page, live: str, city: City) -> None:
    published(city)
    sit_down(page, live, city, "wang")
    page.goto(f"{live}/desk/operator/")
    page.locator("summary", has_text="当场答复").click()
    page.locator("#id_text").fill("我自己的话")
    page.locator("#id_know").fill("报修")
    page.locator("#known summary").click()
    page.locator("#known input[type='checkbox']").check()
    expect(page.locator("#id_text")).to_have_value("我自己的话")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_have_nothing_that_keeps_anybody_out(
    width: int, page: Page, live: str, city: City
) -> None:
    row = published(city, public=True)
    page.set_viewport_size({"width": width, "height": 900})
    sit_down(page, live, city, "bai")
    for address in (
        "/desk/knowledge/", f"/desk/knowledge/{row.pk}/", f"/desk/knowledge/{row.pk}/edit/",
        f"/desk/knowledge/{row.pk}/versions/", f"/desk/knowledge/{row.pk}/do/retire/",
        "/desk/knowledge/import/", "/faq/", f"/faq/{row.pk}/",
    ):  # fmt: skip
        page.goto(live + address)
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
