"""Whistles in a browser: 赵敏 blows at a desk, 陈静 comes with a phone; axe has no complaint."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.fixtures import Settings

from huiying.whistles import alarms
from huiying.whistles.models import Summons, Whistle
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build
from tests.files.samples import photo
from tests.whistles.conftest import blown, of

PHONE: ViewportSize = {"width": 390, "height": 844}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(transactional_db: None, settings: Settings, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path
    alarms.forget()
    return build()


def test_a_street_blows_from_a_case(page: Page, live: str, city: City) -> None:
    case = city.receive()
    sit_down(page, live, city, "zhao")
    page.goto(f"{live}/desk/case/{case.number}/")
    page.click("text=为这个案件吹哨")
    expect(page.locator("[name=title]")).to_have_value(case.title)
    assert findings(page) == []
    page.check("[name=kind][value=emergency]")
    page.fill("[name=words]", "管线破裂，路面积水。")
    page.get_by_role("combobox", name="报到单位 1").fill("城市管理")
    page.keyboard.press("Enter")
    page.fill("[name=asked_0]", "关阀抢修")
    page.click("main button.primary")
    expect(page.locator("main")).to_contain_text("哨已吹响")
    assert findings(page) == []
    assert Summons.objects.get().unit_id == city.unit("lamps")


def test_a_department_is_alarmed_signs_and_comes_on_a_phone(
    page: Page, live: str, city: City
) -> None:
    now = timezone.now()
    row = blown(city, kind="emergency", at=now, meet_at=now)
    page.set_viewport_size(PHONE)
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/unit/")
    expect(page.get_by_role("alert")).to_contain_text("应急哨")
    assert findings(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    page.get_by_role("button", name="签到").press("Enter")
    expect(page.locator("main")).to_contain_text("已完成：签到")
    page.click("text=到场报到")
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.set_input_files("[name=photo]", picture)  # type: ignore[arg-type]
    page.click("main button.primary")
    expect(page.locator("main img")).to_have_count(1)
    one = of(row, city, "lamps")
    assert (one.state, one.photo is not None) == ("arrived", True)
    assert findings(page) == []


def test_the_lists_and_rates_are_clean(page: Page, live: str, city: City) -> None:
    blown(city, at=timezone.now(), meet_at=timezone.now())
    sit_down(page, live, city, "zhou")
    ident = Whistle.objects.get().pk
    for path in ("", "rates/", f"{ident}/notice/"):
        page.goto(f"{live}/desk/whistles/{path}")
        assert findings(page) == []
