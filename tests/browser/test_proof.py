"""刘洋 proves her phone and sees her reports on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.cases.people import Contact
from tests.browser.axe import findings
from tests.city import City, build
from tests.notices.servers import Post, gateway
from tests.proof.conftest import last_code, send

PHONE: ViewportSize = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None) -> City:
    return build()


@pytest.fixture
def sms(settings: Settings) -> Iterator[Post]:
    with gateway() as post:
        settings.SMS_URL = f"http://127.0.0.1:{post.port}/send"
        settings.SMS_KEY = "gateway-key"
        yield post


@pytest.fixture
def case(city: City) -> Case:
    return city.receive(channel="web", reporter=Contact("刘洋", "19900001111"))


def enter(page: Page, sms: Post) -> None:
    send()
    page.fill("[name=code]", last_code(sms))
    page.click("main button.primary")


def test_my_reports_work_without_scripts(
    browser: Browser, live: str, case: Case, sms: Post
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live}/")
    page.click("text=我的诉求")
    page.fill("[name=contact]", "199 0000 1111")
    page.click("main button.primary")
    enter(page, sms)
    expect(page.locator("main")).to_contain_text(case.title)
    page.click(f"text={case.title}")
    expect(page.locator("main")).to_contain_text(case.number)
    page.goto(f"{live}/my/")
    page.click("text=退出")
    page.goto(f"{live}/my/")
    expect(page.locator("main")).not_to_contain_text(case.title)
    context.close()


def test_each_page_is_clean_narrow_enough_and_usable_by_keyboard(
    browser: Browser, live: str, case: Case, sms: Post
) -> None:
    # A page of its own: of a wrong code (422) a browser complains.
    page = browser.new_page(viewport=PHONE, locale="zh-CN")

    def good() -> None:
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    page.goto(f"{live}/track/{case.tracking_code}/")
    good()
    page.click("text=给尾号 1111 的手机发验证码")
    good()
    enter(page, sms)
    expect(page.locator("main")).not_to_contain_text("验证您的联系方式")
    page.goto(f"{live}/my/")
    good()
    page.focus("[name=contact]")
    page.keyboard.type("19900001111")
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("还可以试 4 次")
    good()
    enter(page, sms)
    expect(page.locator("main")).to_contain_text(case.title)
    good()
    page.close()
