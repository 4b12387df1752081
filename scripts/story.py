"""The tutorial played through in a browser: one lamp from the call to the closed case.

What `docs/tutorial/first-day.md` tells is done here step by step, so that a page which no longer
works as told stops `make screenshots`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

TITLE = "前河街三巷路灯不亮"
WORDS = "三巷口第二盏路灯已经三天不亮，晚上老人出行不便，请尽快修好并告知结果。"
PHONE = "19912345678"


@dataclass
class Told:
    """What one person tells the next: the case's number and the resident's tracking code."""

    number: str = ""
    code: str = ""


@dataclass(frozen=True)
class Step:
    """Who goes where and does what; ``shot`` names the picture taken after ``before``."""

    shot: str
    who: str
    path: str
    before: Callable[[Page, Told], None] | None = None
    after: Callable[[Page, Told], None] | None = None


def write_down(page: Page, _told: Told) -> None:
    page.locator("[name=phone]").fill(PHONE)
    page.locator("[name=name]").fill("刘洋")
    page.locator("[name=kind][value=help]").check()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=body]").fill(WORDS)
    page.locator("[name=address]").fill("前河街三巷口")
    page.wait_for_timeout(1500)
    suggested = page.locator("#hints").get_by_text("路灯照明", exact=True)
    if suggested.count():
        suggested.first.click()
    page.wait_for_timeout(500)


def register(page: Page, told: Told) -> None:
    page.locator("button[name=outcome][value=file]").click()
    page.locator("#done").wait_for()
    told.number = page.locator("#done a.number-big").inner_text().strip()
    told.code = page.locator("#done span.number-big").inner_text().strip()


def open_case(page: Page, told: Told) -> None:
    page.goto(re.sub(r"/desk/.*", f"/desk/case/{told.number}/", page.url))


def row(page: Page, told: Told, button: str) -> None:
    """Press a button in the row of the case."""
    line = page.locator("li[data-row]", has_text=told.number)
    line.get_by_role("button", name=button).first.click()
    page.wait_for_timeout(800)


def accept(page: Page, told: Told) -> None:
    row(page, told, "派给")


def sign(page: Page, told: Told) -> None:
    row(page, told, "签收")


def write_result(page: Page, told: Told) -> None:
    page.goto(re.sub(r"/desk/.*", f"/desk/case/{told.number}/report/", page.url))
    page.locator("[name=text]").fill(
        "已到现场，更换镇流器并试亮，三巷口路灯恢复照明，已电话告知诉求人。"
    )


def send(page: Page, _told: Told) -> None:
    page.locator("form button.primary").first.click()
    page.wait_for_timeout(800)


def pass_on_site(page: Page, told: Told) -> None:
    line = page.locator("li[data-row]", has_text=told.number)
    line.locator("[name=text]").fill("夜间到场，路灯已亮")
    line.locator("[name=how][value=on_site]").click()
    page.wait_for_timeout(800)


def find_for_check(page: Page, told: Told) -> None:
    """The case may stand on a later page of the list."""
    while not page.locator("li[data-row]", has_text=told.number).count():
        page.locator("a[rel=next]").click()
    page.locator("li[data-row]", has_text=told.number).scroll_into_view_if_needed()


def ask(page: Page, told: Told) -> None:
    page.goto(re.sub(r"/desk/.*", f"/desk/callback/{told.number}/", page.url))
    for name in ("reached", "contacted", "responded", "solved", "satisfied"):
        page.locator(f"[name={name}][value=yes]").check()
    page.locator("[name=text]").fill("诉求人说当晚就亮了，表示感谢。")


def end_call(page: Page, told: Told) -> None:
    """Save the answers, then close the case from the same screen."""
    send(page, told)
    page.locator("form[action$='/close/'] button.primary").click()
    page.wait_for_timeout(800)


def track(page: Page, told: Told) -> None:
    page.goto(page.url.rstrip("/") + f"/track/{told.code}/")


STORY = (
    Step("operator-call", "operator1", "/desk/operator/", write_down, register),
    Step("dispatch", "dispatcher1", "/desk/dispatch/", None, accept),
    Step("unit", "handler1", "/desk/unit/", None, sign),
    Step("unit-case", "handler1", "/desk/unit/", open_case),
    Step("unit-report", "handler1", "/desk/unit/", write_result, send),
    Step("check", "inspector1", "/desk/check/", find_for_check, pass_on_site),
    Step("call", "operator1", "/desk/callback/", ask, end_call),
    Step("closed-case", "auditor1", "/desk/cases/", open_case),
    Step("track", "", "/", track),
)
