"""Problems, types, what one follows and the weekly brief in a real browser, at two sizes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from huiying.cases.people import Contact
from huiying.insights import following, placing, vocabulary
from huiying.insights.models import Problem, Watch
from huiying.insights.rules.watching import Wish
from huiying.journal.delivery import deliver_pending
from huiying.lib.weeks import Week
from tests.browser.axe import findings
from tests.browser.people import sit_down
from tests.city import NOW, City, build, later
from tests.console import scenes
from tests.insights.letters import MIXER, PARKING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
A4 = (595, 842)  # points


@pytest.fixture
def city(live: str, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))
    vocabulary.forget()
    city = build()
    made = [
        city.receive(
            title=text, body=f"{text}。", lon=116.3 + at / 1000, lat=40.0,
            reporter=Contact(f"居民{at}", f"1997000{at:04}"),
        )
        for at, text in enumerate((*MIXER, *PARKING))
    ]  # fmt: skip
    placing.renew([case.pk for case in made], NOW)
    return city


def mixer() -> Problem:
    return Problem.objects.get(voices=len(MIXER))


def fits(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_have_nothing_to_complain_about(
    page: Page, live: str, city: City, size: ViewportSize | None
) -> None:
    if size:
        page.set_viewport_size(size)
    scenes.called_back(city)
    deliver_pending(later(hours=3))
    sit_down(page, live, city, "he")
    following.follow(
        target=following.Target(mixer().pk), wish=Wish(voices=1), mail=False,
        actor=city.actor("he"), at=later(hours=1),
    )  # fmt: skip
    for path in (
        "problems/", "problems/types/", "problems/types/搅拌站/", "problems/watch/",
        f"problems/{mixer().pk}/", f"brief/{Week.of(NOW)}/",
    ):  # fmt: skip
        page.goto(f"{live}/desk/{path}")
        expect(page.locator("h1").first).to_be_visible()
        assert findings(page) == [], path
        assert fits(page), path


def test_following_with_the_keyboard_alone(page: Page, live: str, city: City) -> None:
    sit_down(page, live, city, "he")
    page.goto(f"{live}/desk/problems/{mixer().pk}/")
    page.locator("#follow summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(page.locator("#follow summary")).to_contain_text("已关注")
    watch = Watch.objects.get()
    assert (watch.heat, watch.voices, watch.again) == (40, 5, True)


def test_a_map_shows_where_a_problem_is(page: Page, live: str, city: City) -> None:
    sit_down(page, live, city, "he")
    with page.expect_response(re.compile(r"/problems/\d+/tiles/")) as answer:
        page.goto(f"{live}/desk/problems/{mixer().pk}/")
        page.locator("hy-map").scroll_into_view_if_needed()
    assert answer.value.status == 200
    expect(page.locator("hy-map[data-ready]")).to_be_visible(timeout=20_000)


def test_the_brief_prints_on_a4(page: Page, live: str, city: City) -> None:
    sit_down(page, live, city, "he")
    page.goto(f"{live}/desk/brief/{Week.of(NOW)}/")
    made = page.pdf(prefer_css_page_size=True, print_background=False)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert 1 <= len(boxes) <= 3
    for wide, high in boxes:
        assert (round(float(wide)), round(float(high))) == pytest.approx(A4, abs=1)
    page.emulate_media(media="print")
    for hidden in (".rail", ".bar", "[data-print]", ".brief .head .end"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".brief svg.columns")).to_be_visible()
