"""The column in a browser: boxes by pointer and by keyboard, a comment from a phone, no scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.fixtures import Settings

from huiying.column import actions as column
from huiying.column.models import Comment, Exposure, Picture
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later
from tests.column.conftest import facts
from tests.column.test_pictures import chessboard

PHONE: ViewportSize = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None, settings: Settings, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return build()


@pytest.fixture
def picture(city: City) -> Picture:
    """A draft of 白雪 with a photo that nobody has looked through."""
    bai = city.actor("bai")
    row = column.draft(facts=facts(city, due_at=later(days=3650)), actor=bai, at=later())
    column.add_pictures(
        exposure_id=row.pk, moment="before", uploads=[("灯.jpg", chessboard())], actor=bai,
        at=later(),
    )  # fmt: skip
    return row.pictures.get()


def shown(city: City, picture: Picture) -> Exposure:
    bai = city.actor("bai")
    column.box(
        exposure_id=picture.exposure_id, picture_id=picture.pk, boxes=[], clean=True, actor=bai,
        at=later(),
    )  # fmt: skip
    return column.publish(exposure_id=picture.exposure_id, actor=bai, at=later(hours=1))


def boxing(picture: Picture) -> str:
    return f"/desk/column/{picture.exposure_id}/photos/{picture.pk}/"


def drawn(page: Page) -> list[list[float]]:
    return json.loads(page.locator("input[name=boxes]").input_value())  # type: ignore[no-any-return]


def test_a_box_is_drawn_moved_and_burnt_in(
    page: Page, live: str, city: City, picture: Picture
) -> None:
    sit_down(page, live, city, "bai")
    page.goto(live + boxing(picture))
    frame = page.locator("[data-stage] img").bounding_box()
    assert frame is not None
    x, y = frame["x"], frame["y"]
    page.mouse.move(x + frame["width"] * 0.25, y + frame["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(x + frame["width"] * 0.5, y + frame["height"] * 0.5, steps=4)
    page.mouse.up()
    expect(page.locator(".box")).to_have_count(1)
    assert drawn(page)[0] == pytest.approx([0.25, 0.25, 0.25, 0.25], abs=0.02)
    assert findings(page) == []
    page.get_by_role("button", name="生成公开的副本").click()
    expect(page).to_have_url(re.compile(r"/desk/column/\d+/$"))
    picture.refresh_from_db()
    assert picture.shown is not None
    assert len(picture.boxes) == 1


def test_the_keyboard_alone_draws_a_box(
    page: Page, live: str, city: City, picture: Picture
) -> None:
    sit_down(page, live, city, "bai")
    page.goto(live + boxing(picture))
    page.get_by_role("button", name="加一个框").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".box")).to_be_focused()
    before = drawn(page)[0]
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    after = drawn(page)[0]
    assert after == pytest.approx([value + 0.01 for value in before])
    expect(page.locator(".box")).to_have_attribute("aria-label", re.compile("遮挡框 1"))
    page.keyboard.press("Delete")
    expect(page.locator(".box")).to_have_count(0)
    expect(page.get_by_role("button", name="加一个框")).to_be_focused()


def test_without_scripts_a_photo_needs_the_confirmation(
    browser: Browser, live: str, city: City, picture: Picture
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sit_down(page, live, city, "bai")
    page.goto(live + boxing(picture))
    page.get_by_role("button", name="生成公开的副本").click()
    expect(page.locator(".error-summary")).to_contain_text("没有画遮挡框")
    page.locator("[name=clean]").check()
    page.get_by_role("button", name="生成公开的副本").click()
    picture.refresh_from_db()
    assert picture.shown is not None
    context.close()


def test_a_phone_reads_an_issue_and_sends_a_comment(
    page: Page, live: str, city: City, picture: Picture
) -> None:
    row = shown(city, picture)
    page.set_viewport_size(PHONE)
    page.goto(f"{live}/column/")
    assert findings(page) == []
    page.get_by_role("link", name=re.compile(row.title)).click()
    expect(page.locator(".compare img")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert findings(page) == []
    page.locator("[name=text]").fill("昨晚路过，还是黑的。")
    page.get_by_role("button", name="提交评论").click()
    expect(page.locator("main")).to_contain_text("收到您的评论")
    assert Comment.objects.get().text == "昨晚路过，还是黑的。"


@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}])
def test_the_desk_and_the_register_are_fit_for_everybody(
    page: Page, live: str, city: City, picture: Picture, size: ViewportSize
) -> None:
    row = shown(city, picture)
    column.comment(exposure_id=row.pk, text="还是黑的。", name="", key="k", at=later(hours=2))
    for _ in range(6):
        city.receive()
    column.reckon(later(days=25))
    page.set_viewport_size(size)
    sit_down(page, live, city, "bai")
    for path in (
        "/desk/column/", f"/desk/column/{row.pk}/", "/desk/column/new/", "/desk/column/comments/",
        f"/desk/column/{row.pk}/do/answer/", "/results/", "/results/2026-03/?by=area",
    ):  # fmt: skip
        page.goto(live + path)
        assert findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
