"""The desks by keyboard alone, in a real browser, at two sizes, open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.journal.delivery import deliver_pending
from huiying.oversight.models import CallBack
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import City, build, later
from tests.console import scenes
from tests.console.rows import lamp_rule, publish, sent_back

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    return build()


def test_two_keys_send_the_first_two_cases(page: Page, live: str, city: City) -> None:
    publish(city, lamp_rule(city))
    first, second = city.receive(), city.receive(title="第二盏灯")
    sit_down(page, live, city, "li")
    page.goto(f"{live}/desk/dispatch/")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator(".rows .done")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator(".rows .done")).to_have_count(2)
    assert {c.state for c in Case.objects.filter(pk__in=[first.pk, second.pk])} == {"dispatched"}


def test_another_unit_is_typed_and_taken(page: Page, live: str, city: City) -> None:
    case = city.receive()
    sit_down(page, live, city, "li")
    page.goto(f"{live}/desk/dispatch/")
    page.keyboard.press("j")
    page.keyboard.press("o")
    unit = page.get_by_role("combobox", name="主办单位")
    unit.fill("泉河")
    page.keyboard.press("Enter")
    page.locator(f"#choose-{case.pk} button.primary").click()
    expect(page.locator(".rows .done")).to_contain_text("泉河街道办事处")
    assert Case.objects.get(pk=case.pk).lead_unit_id == city.unit("quanhe")


def test_a_unit_signs_with_one_key(page: Page, live: str, city: City) -> None:
    case = scenes.dispatched(city)
    sit_down(page, live, city, "chen")
    page.goto(f"{live}/desk/unit/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator(".rows .done")).to_contain_text("已签收")
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_a_call_is_made_without_the_mouse(page: Page, live: str, city: City) -> None:
    case, following = scenes.reported(city), scenes.reported(city)
    sit_down(page, live, city, "wang")
    page.goto(f"{live}/desk/callback/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/callback/{case.number}/")
    page.keyboard.press("p")
    expect(page.locator("#reporter")).to_contain_text("19900001111")
    for question in QUESTIONS:
        group = page.get_by_role("group", name=question)
        group.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
    page.get_by_label("通话记录").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=诉求人的答复")
    page.keyboard.press("e")
    page.wait_for_url(f"**/callback/{following.number}/")
    assert CallBack.objects.get(case=case).satisfied == "yes"
    assert Case.objects.get(pk=case.pk).state == "closed"


QUESTIONS = ("接通了吗", "承办单位联系过您吗", "承办单位答复您了吗", "问题解决了吗", "您满意吗")

PAGES = (
    ("li", "dispatch/"), ("li", "dispatch/?tab=returned"), ("zhou", "dispatch/?tab=suspension"),
    ("chen", "unit/?tab=all"), ("wu", "check/"), ("wang", "callback/"),
    ("gao", "callback/?tab=excuses"), ("zhou", "supervise/"), ("li", "cases/?state=filed"),
    ("he", "rates/"), ("zhou", "rules/1/"), ("zhou", "rules/2/add/"), ("zhou", "rules/2/try/"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_every_page_is_open_to_everybody_and_fits_a_phone(
    page: Page, live: str, city: City, name: str, address: str
) -> None:
    publish(city, lamp_rule(city))
    dispatch.draft(actor=city.actor("zhou"), at=later())
    city.receive(level="urgent")
    sent_back(city, city.receive())
    for make in (scenes.suspension_asked, scenes.reported, scenes.excuse_asked, scenes.closed):
        make(city)
    deliver_pending(later(hours=3))
    sit_down(page, live, city, name)
    page.goto(f"{live}/desk/{address}")
    page.wait_for_load_state("networkidle")
    assert findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
