"""陈静 reports from the site with her phone; 李强 dispatches with one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huiying.cases.models import Case
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later
from tests.console import scenes
from tests.files.samples import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    return build()


def test_a_report_is_sent_from_a_phone_with_a_photo(
    page: Page, live: str, city: City, tmp_path: Path
) -> None:
    case = scenes.handling(city)
    picture = tmp_path / "after.jpg"
    picture.write_bytes(photo(2400, 1600))
    page.set_viewport_size({"width": 390, "height": 844})
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.get_by_role("link", name="反馈结果").click()
    page.get_by_label("办理结果").fill("三盏路灯已更换。")
    page.locator("input[type=file]").set_input_files(str(picture))
    expect(page.locator("hy-photos li")).to_have_count(1)
    button = page.locator("#act button.primary")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    button.click()
    expect(page.locator("#case")).to_contain_text("待核查")
    assert Case.objects.get(pk=case.pk).state == "reported"
    assert case.attachments.count() == 1


def test_letters_do_what_the_buttons_do(page: Page, live: str, city: City) -> None:
    case = scenes.dispatched(city)
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.keyboard.press("s")
    expect(page.locator("#case")).to_contain_text("处理中")
    page.keyboard.press("i")
    page.get_by_label("备注", exact=True).fill("已到现场。")
    page.get_by_role("button", name="内部备注").click()
    expect(page.locator(".timeline")).to_contain_text("已到现场。")


def test_two_quick_clicks_do_one_act(page: Page, live: str, city: City) -> None:
    case = scenes.handling(city)
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.keyboard.press("i")
    page.get_by_label("备注", exact=True).fill("只写一次。")
    page.locator("#act button.primary").dblclick()
    expect(page.locator(".timeline")).to_contain_text("只写一次。")
    assert case.notes.filter(text="只写一次。").count() == 1


def test_everything_works_without_javascript(browser: Browser, live: str, city: City) -> None:
    case = scenes.dispatched(city)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.get_by_role("button", name="签收").click()
    expect(page.locator("#case")).to_contain_text("处理中")
    page.get_by_role("link", name="反馈结果").click()
    page.get_by_label("办理结果").fill("已修好。")
    page.get_by_role("button", name="反馈结果").click()
    expect(page.locator("#case")).to_contain_text("待核查")
    context.close()


def test_the_reporter_is_shown_on_request(page: Page, live: str, city: City) -> None:
    case = scenes.handling(city)
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/")
    expect(page.locator("#reporter")).not_to_contain_text("19900001111")
    page.get_by_role("button", name="显示").click()
    expect(page.locator("#reporter")).to_contain_text("19900001111")


@pytest.mark.parametrize("end", ["", "report/", "call_in/", "print/"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_keep_nobody_out(page: Page, live: str, city: City, end: str, width: int) -> None:
    case = scenes.suspension_asked(city)
    page.set_viewport_size({"width": width, "height": 844})
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/case/{case.number}/{end}")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_portal_keeps_nobody_out(page: Page, live: str, city: City) -> None:
    case = scenes.handling(city)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/", "/track/", f"/track/{case.tracking_code}/"):
        page.goto(live + address)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
