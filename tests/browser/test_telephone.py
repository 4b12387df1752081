"""A call opens its screen at 王芳's extension by itself, while nobody touches anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.telephony import actions
from huiying.telephony.models import Call
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later
from tests.telephony.conftest import NUMBER, SECRET, message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOON = later(hours=3)


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> City:
    settings.TELEPHONY_SECRET = (SECRET,)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return build()


@pytest.fixture
def desk(page: Page, live: str, city: City) -> Page:
    """王芳 has taken her extension and waits, the cursor in the form."""
    actions.sit(number="8001", actor=city.actor("wang"), at=NOON)
    sit_down(page, live, city, "wang")
    page.goto(f"{live}/desk/operator/")
    return page


def tell(kind: str, ident: str, call: str = "c1", **more: str) -> Call:
    return actions.take_message(body=message(kind, NOON, ident, call, **more), at=NOON)[0]


def test_a_call_opens_by_itself_and_is_written_up_by_keyboard_only(desk: Page, city: City) -> None:
    earlier = city.receive()
    found = tell("ringing", "e1", number=NUMBER, extension="8001")
    expect(desk.locator("#on-line")).to_contain_text(NUMBER, timeout=10_000)
    expect(desk.locator("#id_phone")).to_have_value(NUMBER)
    expect(desk.locator("#earlier")).to_contain_text(earlier.number)
    expect(desk.locator("#id_title")).to_be_focused()
    assert findings(desk) == []
    desk.keyboard.type("幸福里路灯又不亮")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#done")).to_be_visible()
    case = Case.objects.exclude(pk=earlier.pk).get()
    assert Call.objects.get(pk=found.pk).case_id == case.pk


def test_while_another_case_is_written_the_call_waits_for_f4_and_nothing_is_lost(
    desk: Page, city: City
) -> None:
    desk.locator("#id_title").fill("写到一半")
    tell("ringing", "e1", number=NUMBER, extension="8001")
    expect(desk.locator("[data-ringing]")).to_contain_text("199****1111", timeout=10_000)
    expect(desk.locator("#id_title")).to_have_value("写到一半")
    assert findings(desk) == []
    desk.keyboard.press("F4")
    expect(desk.locator("#on-line")).to_contain_text(NUMBER)
    expect(desk.locator("#id_title")).to_have_value("")
    tell("ended", "e2")
    desk.goto(desk.url.split("?")[0])
    expect(desk.locator("#id_title")).to_have_value("写到一半")


def test_putting_through_and_calling_back_need_no_mouse(desk: Page, live: str, city: City) -> None:
    desk.locator("#transfer-to").select_option("119")
    desk.locator("#transfer-why").fill("楼道有明火")
    desk.get_by_role("button", name="已转接，记下来").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#transfers")).to_contain_text("119 火警")
    expect(desk.locator("#transfer-why")).to_have_value("")
    tell("missed", "e1", number=NUMBER)
    for width in (1440, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(f"{live}/desk/recalls/")
        assert findings(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.get_by_role("button", name="我来回拨").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-row]")).to_contain_text(NUMBER)
    assert findings(desk) == []
    desk.get_by_role("button", name="打通了，登记").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_phone")).to_have_value(NUMBER)
