"""Maps in a real browser, under the strict policy: they appear, set a place, can be missed."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from huiying.cases.models import Case
from huiying.cases.public_models import PublicRule
from huiying.directory import queries as directory
from huiying.directory.models import Area
from huiying.journal.delivery import deliver_pending
from huiying.lib.mercator import on_tile, tile_box, to_world
from huiying.lib.mvt import Point, encode, varint
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


DRAWN = """name => document.querySelector("hy-map").map
    .queryRenderedFeatures({layers: [name]}).map((one) => one.properties)"""


def drawn(page: Page, layer: str) -> list[dict[str, Any]]:
    """The properties of what a layer of the map shows now."""
    page.wait_for_timeout(1500)
    found: list[dict[str, Any]] = page.evaluate(DRAWN, layer)
    return found


def archive(file: Path) -> Path:
    """A PMTiles archive (version 3) of one tile: the world, with one named place."""
    world = tile_box(0, 0, 0)
    x, y = on_tile(*to_world(WEST + SIDE / 2, SOUTH + SIDE / 2), world)
    tile = encode({"places": [Point(x, y, {"name": "Lake", "name:zh": "山前湖"})]})
    one = b"".join(map(varint, (1, 0, 1, len(tile), 1)))  # a directory with a single entry
    about = b"{}"
    start = 127
    places = (start, len(one), start + len(one), len(about), 0, 0, start + len(one) + len(about),
              len(tile), 1, 1, 1)  # fmt: skip
    # Clustered, nothing compressed, vector tiles, zoom 0 only, the whole world.
    kinds = struct.pack("<6B4iB2i", 1, 1, 1, 1, 0, 0, -180 * 10**7, -85 * 10**7, 180 * 10**7,
                        85 * 10**7, 0, 0, 0)  # fmt: skip
    header = b"PMTiles\x03" + struct.pack("<11Q", *places) + kinds
    assert len(header) == start
    file.write_bytes(header + one + about + tile)
    return file


@pytest.mark.usefixtures("city")
def test_an_operators_archive_lies_below(
    page: Page, live: str, tmp_path: Path, settings: Any
) -> None:
    settings.BASEMAP = archive(tmp_path / "city.pmtiles")
    page.goto(f"{live}/map/")
    ready(page)
    assert [one["name:zh"] for one in drawn(page, "base-places-symbol")] == ["山前湖"]


def test_the_map_of_an_area_shows_only_what_lies_in_it(page: Page, live: str, city: City) -> None:
    receive(city)
    city.receive(lon=WEST - SIDE / 8, lat=SOUTH + SIDE / 2)
    deliver_pending(later(hours=1))
    page.goto(f"{live}/map/")
    ready(page)
    assert sum(mark["n"] for mark in drawn(page, "cases")) == 2
    page.goto(f"{live}/area/{city.areas['district'].code}/")
    ready(page)
    assert sum(mark["n"] for mark in drawn(page, "cases")) == 1
    assert {one["code"] for one in drawn(page, "chosen")} == {city.areas["district"].code}
