"""王芳 takes calls in a real browser without touching the mouse; nothing she types is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from huiying.cases.models import Case
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    return build()


@pytest.fixture
def desk(page: Page, live: str, city: City) -> Page:
    sit_down(page, live, city, "wang")
    page.goto(f"{live}/desk/operator/")
    return page


def test_a_case_is_taken_in_by_keyboard_only(desk: Page, city: City) -> None:
    earlier = city.receive()
    expect(desk.locator("#id_phone")).to_be_focused()
    desk.keyboard.type("19900001111")
    expect(desk.locator("#earlier")).to_contain_text(earlier.number)
    desk.keyboard.press("Enter")
    desk.keyboard.type("刘洋")
    desk.keyboard.press("Tab")  # the kind, a complaint unless told otherwise
    desk.keyboard.press("Tab")
    expect(desk.locator("#id_title")).to_be_focused()
    desk.keyboard.type("幸福里小区路灯又不亮")
    desk.keyboard.press("Enter")
    desk.keyboard.type("门口三盏路灯不亮。")
    expect(desk.locator("#hints")).to_contain_text("路灯")
    expect(desk.locator("#hints")).to_contain_text(earlier.number)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#done")).to_be_visible()
    case = Case.objects.exclude(pk=earlier.pk).get()
    assert (case.state, case.title) == ("filed", "幸福里小区路灯又不亮")
    expect(desk.locator("#done")).to_contain_text(case.number)
    expect(desk.locator("#done")).to_contain_text(case.tracking_code)
    expect(desk.locator("#id_phone")).to_be_focused()
    expect(desk.locator("#id_title")).to_have_value("")


def test_an_area_is_found_by_typing(desk: Page, city: City) -> None:
    desk.locator("#id_title").fill("路灯不亮")
    area = desk.get_by_role("combobox", name="区划")
    area.click()
    desk.keyboard.type("北麓")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#done")).to_be_visible()
    assert Case.objects.get().area_id is not None


def test_a_suggested_category_is_one_click(desk: Page, city: City) -> None:
    desk.locator("#id_title").fill("路灯不亮")
    desk.locator("#id_body").press_sequentially("路灯坏了")
    desk.locator("[data-choose]").first.click()
    assert desk.locator("#id_category_id").input_value() == str(city.categories["lamp"].pk)


def test_what_was_typed_survives_a_reload_and_goes_when_it_is_saved(desk: Page) -> None:
    desk.locator("#id_title").fill("路灯不亮")
    desk.locator("#id_body").fill("说到一半，浏览器坏了")
    desk.reload()
    expect(desk.locator("[data-draft-note]")).to_be_visible()
    expect(desk.locator("#id_body")).to_have_value("说到一半，浏览器坏了")
    desk.locator("#id_body").press("Control+Enter")
    expect(desk.locator("#done")).to_be_visible()
    expect(desk.locator("#id_body")).to_have_value("")


def test_a_refusal_brings_its_sample_words(desk: Page) -> None:
    desk.get_by_text("当场答复，或不予派单").click()
    desk.locator("#id_way").select_option("emergency")
    expect(desk.locator("#id_text")).to_have_value(
        "您反映的是紧急情况，我们已立即转接 110、119、120 或 122 处理。"
    )


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_desk_keeps_nobody_out(desk: Page, width: int, height: int) -> None:
    desk.set_viewport_size({"width": width, "height": height})
    assert findings(desk) == []
    wide = desk.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
