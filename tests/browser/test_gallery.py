"""Every part in a real browser: open to everybody, by keyboard, and nothing lost or sent twice."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page, Request, Route, expect
from pytest_django.fixtures import Settings

from tests.browser.axe import findings
from tests.files.samples import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(page: Page, live: str, settings: Settings) -> Page:
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.DEBUG = True
    sit(page, live, "wangfang", "王芳")
    page.goto(f"{live}/ui/gallery/")
    return page


def sit(page: Page, live: str, username: str, name: str) -> None:
    client = Client()
    person = get_user_model().objects.create_user(username, name=name)
    client.force_login(person, "huiying.config.signin.Backend")
    key = project.SESSION_COOKIE_NAME
    host = urlsplit(live).hostname or ""
    value = client.cookies[key].value
    page.context.add_cookies([{"name": key, "value": value, "domain": host, "path": "/"}])


def sent(page: Page) -> list[Request]:
    """The POSTs that leave the page from now on."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if request.method == "POST" else None)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_every_part_is_open_to_everybody(
    gallery: Page, width: int, height: int, scheme: str
) -> None:
    gallery.set_viewport_size({"width": width, "height": height})
    gallery.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert findings(gallery) == []
    gallery.locator("#report button.primary").click()
    expect(gallery.locator(".error-summary")).to_be_visible()
    assert findings(gallery) == []
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width


def test_a_unit_is_found_by_two_words_and_taken_with_enter(gallery: Page) -> None:
    box = gallery.get_by_role("combobox", name="主办单位")
    box.fill("区 城")
    expect(gallery.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    expect(gallery.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("区住房和城乡建设局")
    assert gallery.locator("select#id_unit").input_value() == "4"


def test_escape_leaves_the_unit_as_it_was(gallery: Page) -> None:
    box = gallery.get_by_role("combobox", name="主办单位")
    box.fill("泉河")
    box.press("Enter")
    box.fill("云岭")
    box.press("Escape")
    expect(box).to_have_value("泉河街道办事处")
    assert gallery.locator("select#id_unit").input_value() == "1"


def chosen(gallery: Page) -> list[str]:
    script = "select => [...select.selectedOptions].map(option => option.textContent)"
    return list(gallery.locator("select#id_assisting").evaluate(script))


def test_several_units_are_found_and_taken_away_by_keyboard_alone(gallery: Page) -> None:
    box = gallery.get_by_role("combobox", name="协办单位")
    for words in ("泉河", "供电", "城市"):
        box.fill(words)
        box.press("Enter")
    assert chosen(gallery) == ["泉河街道办事处", "区城市管理局", "区供电公司"]
    box.fill("泉河")  # what is chosen already is not offered again
    expect(gallery.get_by_role("option")).to_have_count(0)
    box.fill("")
    box.press("Backspace")
    assert chosen(gallery) == ["泉河街道办事处", "区城市管理局"]
    gallery.get_by_role("button", name="移除 泉河街道办事处").press("Enter")
    assert chosen(gallery) == ["区城市管理局"]
    expect(box).to_be_focused()
    assert findings(gallery) == []


def test_a_draft_brings_back_every_chosen_unit(gallery: Page) -> None:
    box = gallery.get_by_role("combobox", name="协办单位")
    for words in ("泉河", "供电"):
        box.fill(words)
        box.press("Enter")
    gallery.reload()
    expect(gallery.locator(".picked button")).to_have_count(2)
    assert chosen(gallery) == ["泉河街道办事处", "区供电公司"]


def test_an_error_leads_to_the_unit_though_its_select_is_hidden(gallery: Page) -> None:
    gallery.locator("#report button.primary").click()
    expect(gallery.locator(".error-summary")).to_be_focused()
    gallery.locator(".error-summary a[href='#id_unit']").click()
    expect(gallery.get_by_role("combobox", name="主办单位")).to_be_focused()
    gallery.locator(".error-summary a[href='#id_kind_0']").click()
    expect(gallery.locator("#id_kind_0")).to_be_focused()


def test_letters_press_buttons_but_never_while_typing(gallery: Page) -> None:
    gallery.evaluate(
        "window.pressed = 0;"
        "document.getElementById('press').addEventListener('click', () => { window.pressed += 1; })"
    )
    gallery.keyboard.press("n")
    assert gallery.evaluate("window.pressed") == 1
    gallery.locator("#id_title").press("n")
    assert gallery.evaluate("window.pressed") == 1
    expect(gallery.locator("#id_title")).to_have_value("n")


def test_a_letter_held_down_acts_once(gallery: Page) -> None:
    gallery.evaluate(
        "window.pressed = 0;"
        "document.getElementById('press').addEventListener('click', () => { window.pressed += 1; })"
    )
    for _time in range(3):
        gallery.keyboard.down("n")
    gallery.keyboard.up("n")
    assert gallery.evaluate("window.pressed") == 1


def test_j_and_k_walk_the_list_and_stop_at_its_ends(gallery: Page) -> None:
    rows = gallery.locator("[data-row] a")
    gallery.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    for _time in range(6):
        gallery.keyboard.press("j")
    expect(rows.last).to_be_focused()
    gallery.keyboard.press("k")
    expect(rows.nth(2)).to_be_focused()


def test_slash_searches_and_a_question_mark_tells_the_keys(gallery: Page) -> None:
    gallery.keyboard.press("/")
    expect(gallery.locator("#global-search")).to_be_focused()
    gallery.keyboard.press("Escape")
    gallery.keyboard.press("?")
    dialog = gallery.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("下一行／上一行")
    expect(dialog).to_contain_text("g d派单")
    assert findings(gallery) == []
    gallery.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_what_was_typed_comes_back_after_a_crash(gallery: Page) -> None:
    gallery.locator("#id_title").fill("路灯不亮")
    gallery.get_by_label("投诉").check()
    box = gallery.get_by_role("combobox", name="主办单位")
    box.fill("泉河")
    box.press("Enter")
    gallery.reload()
    expect(gallery.locator("#id_title")).to_have_value("路灯不亮")
    expect(gallery.get_by_label("投诉")).to_be_checked()
    expect(box).to_have_value("泉河街道办事处")
    gallery.get_by_role("button", name="清空").click()
    gallery.reload()
    expect(gallery.locator("#id_title")).to_have_value("")


def test_another_person_at_the_same_desk_sees_nothing_of_it(gallery: Page, live: str) -> None:
    gallery.locator("#id_phone").fill("19900001111")
    sit(gallery, live, "liqiang", "李强")
    gallery.goto(f"{live}/ui/gallery/")
    expect(gallery.locator("#id_phone")).to_have_value("")


def test_signing_out_leaves_nothing_behind(gallery: Page) -> None:
    gallery.locator("#id_phone").fill("19900001111")
    assert "19900001111" in gallery.evaluate("JSON.stringify(localStorage)")
    gallery.locator(".toggle-menu summary").click()
    gallery.get_by_role("button", name="退出登录").click()
    gallery.wait_for_url(lambda url: "/gallery/" not in url)
    assert "19900001111" not in gallery.evaluate("JSON.stringify(localStorage)")


def test_a_spoiled_store_does_not_stop_the_page(gallery: Page) -> None:
    gallery.evaluate("localStorage.setItem('hy-draft:gallery', '{half')")
    gallery.reload()
    gallery.locator("#id_title").fill("路灯不亮")
    expect(gallery.locator("#id_title")).to_have_value("路灯不亮")


def test_a_second_click_sends_nothing_and_waiting_is_shown(gallery: Page) -> None:
    requests = sent(gallery)

    def slowly(route: Route) -> None:
        gallery.wait_for_timeout(1200)
        route.continue_()

    gallery.route("**/ui/gallery/", slowly)
    gallery.evaluate(
        """() => {
            const button = document.querySelector("#report button.primary");
            const words = document.querySelector("hy-busy [role=status]");
            setTimeout(() => { button.click(); button.click(); });
            setTimeout(() => sessionStorage.setItem("early", words.textContent), 200);
            setTimeout(() => sessionStorage.setItem("late", words.textContent), 800);
            setTimeout(() => sessionStorage.setItem("shut", button.disabled), 800);
        }"""
    )
    expect(gallery.locator(".error-summary")).to_be_visible()
    assert len(requests) == 1
    seen = gallery.evaluate("(({early, late, shut}) => ({early, late, shut}))(sessionStorage)")
    assert seen == {"early": "", "late": "正在处理，请稍候…", "shut": "true"}
    expect(gallery.locator("#report button.primary")).to_be_enabled()


def test_a_grave_act_asks_first_and_can_be_left(gallery: Page) -> None:
    requests = sent(gallery)
    asking = gallery.get_by_role("dialog")
    button = gallery.locator("#report [data-confirm]")
    button.click()
    expect(asking).to_contain_text("退给派单台？")
    asking.get_by_role("button", name="取消").click()
    expect(button).to_be_focused()
    assert requests == []
    button.click()
    asking.get_by_role("button", name="退单").click()
    expect(gallery.locator(".error-summary")).to_be_visible()
    assert "again" in (requests[0].post_data or "")


def test_a_lost_connection_is_said_and_the_words_stay(gallery: Page) -> None:
    gallery.evaluate(
        "console.error = () => {};"  # htmx itself reports the request that we lose
        "XMLHttpRequest.prototype.send = function () { this.dispatchEvent(new Event('error')); };"
        "const form = document.getElementById('report');"
        "form.setAttribute('hx-post', '/ui/gallery/'); htmx.process(form)"
    )
    gallery.locator("#id_title").fill("路灯不亮")
    button = gallery.locator("#report button.primary")
    button.click()
    expect(gallery.get_by_role("alert").filter(has_text="没有送达")).to_be_visible()
    expect(button).to_be_enabled()
    expect(gallery.locator("#id_title")).to_have_value("路灯不亮")


def test_photos_are_gathered_one_by_one_shrunk_and_taken_away(
    gallery: Page, tmp_path: Path
) -> None:
    paths = [tmp_path / "before.jpg", tmp_path / "after.jpg"]
    for path in paths:
        path.write_bytes(photo(2600, 1800))
        gallery.locator("#id_photos").set_input_files(str(path))
    shown = gallery.locator("hy-photos li")
    expect(shown).to_have_count(2)
    expect(shown.nth(0)).to_contain_text("before.jpg")
    expect(shown.nth(1)).to_contain_text("after.jpg")
    gallery.get_by_role("button", name="移除 before.jpg").click()
    expect(shown).to_have_count(1)
    names = gallery.locator("#id_photos").evaluate("input => [...input.files].map(f => f.name)")
    assert names == ["after.jpg"]


def test_a_clock_turns_overdue_at_the_very_moment(gallery: Page) -> None:
    gallery.evaluate(
        "const clock = document.querySelector('#clocks hy-clock').cloneNode(true);"
        "clock.setAttribute('due', new Date(Date.now() + 300).toISOString());"
        "clock.id = 'soon'; document.getElementById('main').append(clock)"
    )
    expect(gallery.locator("#soon .overdue")).to_have_text("已超期")


def test_a_picture_is_drawn_from_its_numbers(gallery: Page) -> None:
    expect(gallery.locator("hy-chart canvas")).to_be_visible()


def test_paper_shows_the_deadline_in_full_and_no_menus(gallery: Page) -> None:
    gallery.emulate_media(media="print")
    expect(gallery.locator(".rail")).to_be_hidden()
    expect(gallery.locator(".bar")).to_be_hidden()
    after = "document.querySelector('#clocks .due'), '::after'"
    assert gallery.evaluate(f"getComputedStyle({after}).content").startswith('"（')
