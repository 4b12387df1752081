"""The tutorial played through in a browser: one complaint from the call to the closed case.

What `docs/tutorial/first-day.md` tells is done here step by step, so that a page which no longer
works as told stops `make screenshots`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

TITLE = "瑞穗家园楼道灯坏了物业不修"
WORDS = "瑞穗家园3号楼楼道灯坏了一周，报修三次物业服务中心都不修，老人晚上上下楼很危险。"
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
    page.locator("[name=kind][value=complaint]").check()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=body]").fill(WORDS)
    page.locator("[name=address]").fill("瑞穗家园3号楼")
    page.wait_for_timeout(1500)
    page.locator("#hints").get_by_text("物业服务", exact=True).first.click()
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
        "已约谈物业，当日更换3号楼全部楼道灯并试亮，要求物业建立报修台账，已电话告知诉求人。"
    )


def send(page: Page, _told: Told) -> None:
    page.locator("form button.primary").first.click()
    page.wait_for_timeout(800)


def pass_on_site(page: Page, told: Told) -> None:
    line = page.locator("li[data-row]", has_text=told.number)
    line.locator("[name=text]").fill("到3号楼逐层查看，楼道灯已亮")
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
    page.locator("[name=text]").fill("诉求人说当天就修好了，表示感谢。")


def end_call(page: Page, told: Told) -> None:
    """Save the answers, then close the case from the same screen."""
    send(page, told)
    page.locator("form[action$='/close/'] button.primary").click()
    page.wait_for_timeout(800)


def track(page: Page, told: Told) -> None:
    page.goto(page.url.rstrip("/") + f"/track/{told.code}/")


FILE = """工单编号,受理时间,工单类型,标题,来电人,联系电话,问题分类,承办单位,备用列
20261101001,2026-11-01 09:12,投诉,幸福里垃圾清运不及时,李秀兰,19900000011,垃圾清运,区城管委,甲
20261101002,2026-11-01 10:40,求助,长宁里停水,王建国,19900000012,停水,区自来水公司,乙
20261101003,2026-11-01 11:05,咨询,公租房怎样申请,,19900000013,住房保障,区住建委,丙
"""


def upload(page: Page, _told: Told) -> None:
    """A file as another system exports it, up to the page that shows how it is understood."""
    raw = FILE.encode("utf-8-sig")
    page.locator("input[type=file]").set_input_files(
        {"name": "市热线导出.csv", "mimeType": "text/csv", "buffer": raw}
    )
    page.locator("main form button.primary").click()
    page.wait_for_url("**/desk/import/*/")


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
    Step("import", "dispatcher1", "/desk/import/", upload),
)
