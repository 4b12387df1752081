"""A resident reports from a phone: in three steps, without scripts, without a signal."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from huiying.cases import actions as cases
from huiying.cases.models import Case
from tests.browser.axe import findings
from tests.city import City, build

PHONE: ViewportSize = {"width": 390, "height": 844}
WORDS = "小区东门三盏路灯不亮，晚上走路害怕"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> City:
    return build()


def report(page: Page, live: str) -> None:
    """Through the three steps."""
    page.goto(f"{live}/report/")
    page.fill("[name=text]", WORDS)
    page.click("button.primary")
    page.fill("[name=address]", "幸福里东门")
    page.click("button.primary")
    page.click("button.primary")


@pytest.mark.usefixtures("city")
def test_a_report_takes_three_steps_and_can_be_followed(page: Page, live: str) -> None:
    page.set_viewport_size(PHONE)
    report(page, live)
    expect(page).to_have_url(re.compile("/report/done/"))
    case = Case.objects.get()
    expect(page.locator("main")).to_contain_text(case.tracking_code)
    page.goto(f"{live}/track/{case.tracking_code}/")
    expect(page.locator("main")).to_contain_text(case.number)


@pytest.mark.usefixtures("city")
def test_it_works_without_scripts(browser: Browser, live: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    report(page, live)
    assert "/report/done/" in page.url
    assert Case.objects.get().address == "幸福里东门"
    context.close()


@pytest.mark.usefixtures("city")
def test_what_is_written_without_a_signal_is_sent_once_when_it_is_back(
    browser: Browser, live: str
) -> None:
    # A page of its own: a browser without a signal does complain.
    page = browser.new_page(viewport=PHONE, locale="zh-CN")
    page.goto(f"{live}/report/offline/")
    page.context.set_offline(True)
    page.fill("[name=text]", WORDS)
    page.fill("[name=address]", "幸福里东门")
    page.click("[data-send]")
    expect(page.locator("main")).to_contain_text("等待信号")
    assert not Case.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("main")).to_contain_text("已提交", timeout=15_000)
    page.reload()
    page.wait_for_timeout(500)
    assert Case.objects.get().address == "幸福里东门"
    page.context.close()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("address", ["/", "/report/", "/public/", "/report/offline/"])
def test_the_pages_for_residents_keep_nobody_out(page: Page, live: str, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(live + address)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_over_a_link_arrives(
    scripts: bool, browser: Browser, live: str, city: City
) -> None:
    """The page of a link tells no other site where one came from, yet its form is no forgery."""
    case, now = city.receive(), timezone.now()
    asked = cases.ask(
        case_id=case.pk, actor=city.actor("wang"), at=now, text="是哪一盏灯？",
        due_at=now + timedelta(days=3),
    )  # fmt: skip
    context = browser.new_context(java_script_enabled=scripts, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live}/q/{asked.token}/")
    page.fill("[name=text]", "东门左边那一盏")
    page.click("main button.primary")
    expect(page.locator("[name=text]")).to_have_count(0)
    asked.refresh_from_db()
    assert asked.status == "answered"
    context.close()
