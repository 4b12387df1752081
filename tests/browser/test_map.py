"""Maps in a real browser, under the strict policy: they appear, set a place, can be missed."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.directory import queries as directory
from huiying.directory.models import Area
from huiying.journal.delivery import deliver_pending
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later

PHONE: ViewportSize = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEST, SOUTH, SIDE = 116.3, 40.0, 0.2


@pytest.fixture
def city(transactional_db: None) -> City:
    made = build()
    PublicRule.objects.create(category=made.categories["lamp"])
    ring = [[WEST, SOUTH], [WEST + SIDE, SOUTH], [WEST + SIDE, SOUTH + SIDE],
            [WEST, SOUTH + SIDE], [WEST, SOUTH]]  # fmt: skip
    border = json.dumps({"type": "Polygon", "coordinates": [ring]})
    Area.objects.filter(pk=made.areas["district"].pk).update(polygon=border)
    directory.forget()
    return made


def receive(city: City) -> Case:
    """A case in the very middle of the district."""
    case = city.receive(lon=WEST + SIDE / 2, lat=SOUTH + SIDE / 2)
    deliver_pending(later(hours=1))
    return case


def ready(page: Page) -> None:
    expect(page.locator("hy-map[data-ready]")).to_be_visible(timeout=20_000)


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".map-place").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_mark_of_the_map_leads_to_its_cases(page: Page, live: str, city: City) -> None:
    case = receive(city)
    page.goto(f"{live}/map/")
    ready(page)
    told = page.locator("hy-map [data-told]")
    for _nearer in range(6):
        page.wait_for_timeout(1200)
        page.mouse.click(*middle(page))
        if told.locator("a").count():
            break
    expect(told.locator("a")).to_have_attribute("href", f"/public/{case.number}/")
    assert findings(page) == []


@pytest.mark.usefixtures("city")
def test_a_tap_sets_where_a_report_is(page: Page, live: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live}/report/")
    page.fill("[name=text]", "小区东门三盏路灯不亮")
    page.click("button.primary")
    ready(page)
    assert findings(page) == []
    x, y = middle(page)
    page.mouse.click(x, y)
    expect(page.locator(".maplibregl-marker")).to_be_visible()
    page.click("[data-remove]")
    assert page.input_value("[name=lon]") == ""
    page.click("[data-middle]")  # by keyboard as well: it is a button
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.click("button.primary")
    page.click("button.primary")
    page.wait_for_url("**/report/done/**")
    case = Case.objects.get()
    assert case.lon == pytest.approx(WEST + SIDE / 2, abs=0.002)
    assert case.lat == pytest.approx(SOUTH + SIDE / 2, abs=0.002)


def test_without_scripts_the_list_and_the_address_do(
    browser: Browser, live: str, city: City
) -> None:
    case = receive(city)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live}/map/")
    expect(page.locator("hy-map")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("泉河街道，路灯")
    page.goto(f"{live}/report/")
    page.fill("[name=text]", "小区东门三盏路灯不亮")
    page.click("button.primary")
    expect(page.locator("hy-map")).to_be_hidden()
    page.fill("[name=address]", "幸福里东门")
    page.click("button.primary")
    page.click("button.primary")
    assert "/report/done/" in page.url
    assert Case.objects.exclude(pk=case.pk).get().address == "幸福里东门"
    context.close()


def test_a_desk_sees_where_a_case_is(page: Page, live: str, city: City) -> None:
    case = receive(city)
    sit_down(page, live, city, "li")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.locator("hy-map").scroll_into_view_if_needed()
    ready(page)
    expect(page.locator(".maplibregl-marker")).to_be_visible()
    assert findings(page) == []


@pytest.mark.usefixtures("city")
def test_a_device_that_cannot_draw_is_told_and_keeps_the_list(page: Page, live: str) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{live}/map/")
    expect(page.locator("hy-map [data-told]")).to_contain_text("画不出地图", timeout=20_000)
    expect(page.locator("main")).to_contain_text("列表")
