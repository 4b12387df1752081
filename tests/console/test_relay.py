"""李强 passes a case on; 郭涛 connects the platform; 周军 sees what did not arrive."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.relay import sending
from huiying.relay.models import Meaning, Passing, Server, Service, Told
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Desk
from tests.console.rows import constant
from tests.relay.conftest import Foreign
from tests.relay.conftest import foreign as foreign  # noqa: PLC0414 (a fixture)
from tests.relay.conftest import server as server  # noqa: PLC0414

pytestmark = pytest.mark.django_db
LIST, SERVERS = "/desk/relay/", "/desk/relay/servers/"
TAKEN = (201, [{"service_request_id": "7711"}])


def page_of(case: Case) -> str:
    return f"/desk/case/{case.number}/pass-on/"


def passed(desk: Desk, case: Case, to: str = "", who: str = "li", **more: Any) -> Any:
    sent = {"text": "幸福里东门三盏路灯不亮。", "address": "幸福里小区", **more}
    return desk(who).post(page_of(case) + (f"?to={to}" if to else ""), sent)


def test_the_case_page_leads_there_and_the_category_chooses(
    city: City, desk: Desk, server: Server
) -> None:
    case = city.receive(body="请打 19900001111。")
    assert page_of(case) in desk("li").get(f"/desk/case/{case.number}/").content.decode()
    page = desk("li").get(page_of(case)).content.decode()
    assert f'<option value="{server.pk}:001" selected>' in page
    assert "19900001111" not in page
    assert "199****1111" in page
    assert "诉求人已同意" in page


def test_it_is_passed_on_and_the_case_page_tells_how_it_stands(
    city: City, desk: Desk, server: Server, foreign: Foreign
) -> None:
    case = city.receive()
    foreign.answers["POST requests.json"] = TAKEN
    assert passed(desk, case).status_code == 302
    row = Passing.objects.get()
    assert (row.service_code, row.identity, row.address) == ("001", False, "幸福里小区")
    sending.step(row.pk, later(hours=3))
    Told.objects.create(passing=row, case=case, ident="1", at=later(hours=3), text="工人已出发")
    page = desk("li").get(f"/desk/case/{case.number}/").content.decode()
    assert "7711" in page
    assert "工人已出发" in page
    assert "转交北塘区：路灯故障，不含姓名和联系方式" in page
    assert "北塘区已收到，编号 7711" in page


def test_agreement_is_a_tick_of_its_own(city: City, desk: Desk, server: Server) -> None:
    passed(desk, city.receive(), identity="on")
    assert Passing.objects.get().identity
    secret = city.receive(confidential=True)
    assert "不会发出诉求人的姓名" in desk("li").get(page_of(secret)).content.decode()
    passed(desk, secret, identity="on")
    assert not Passing.objects.get(case=secret).identity


def test_the_questions_of_the_other_side_are_asked(city: City, desk: Desk, server: Server) -> None:
    case, to = city.receive(), f"{server.pk}:002"
    page = desk("li").get(page_of(case) + f"?to={to}").content.decode()
    assert "几盏灯" in page
    answer = passed(desk, case, to)
    assert (answer.status_code, Passing.objects.count()) == (422, 0)
    passed(desk, case, to, a0="3", a1=["dark", "blink"])
    assert Passing.objects.get().answers == '{"COUNT": ["3"], "HARM": ["dark", "blink"]}'


def test_a_second_click_is_told_kindly(city: City, desk: Desk, server: Server) -> None:
    case = city.receive()
    passed(desk, case)
    answer = passed(desk, case)
    assert (answer.status_code, Passing.objects.count()) == (422, 1)
    assert "已经转交 北塘区" in answer.content.decode()


def test_what_did_not_arrive_is_listed_and_sent_again(
    city: City, desk: Desk, server: Server, foreign: Foreign
) -> None:
    case = city.receive()
    foreign.answers["POST requests.json"] = (403, b"<error>Invalid api_key</error>")
    passed(desk, case)
    row = Passing.objects.get()
    sending.step(row.pk, later(hours=3))
    for who in ("zhou", "guo", "li"):
        page = desk(who).get(f"{LIST}?status=trouble").content.decode()
        assert "Invalid api_key" in page, who
        assert case.title not in page
    assert desk("guo").post(f"{LIST}{row.pk}/again/").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.tries) == ("waiting", 0)
    sent = {"back": "case"}
    where = desk("zhou").post(f"{LIST}{row.pk}/stop/", sent)
    assert where["Location"] == f"/desk/case/{case.number}/"
    row.refresh_from_db()
    assert row.status == "stopped"


def test_the_list_filters_and_goes_out_as_a_file(city: City, desk: Desk, server: Server) -> None:
    for _n in range(2):
        passed(desk, city.receive())
    Passing.objects.filter(pk=Passing.objects.latest("pk").pk).update(status="open", number="7711")
    client = desk("zhou")

    def count(query: str) -> int:
        return int(client.get(f"{LIST}?{query}").content.decode().count("data-row"))

    assert [count(""), count("status=open"), count("q=7711"), count("q=none")] == [2, 1, 1, 0]
    assert [count(f"server={server.pk}"), count("status=trouble"), count("status=x")] == [2, 0, 2]
    sheet: Any = client.get(f"{LIST}export.csv?status=open")
    body = b"".join(sheet.streaming_content).decode("utf-8-sig")
    assert "7711" in body
    assert len(body.strip().splitlines()) == 2
    book: Any = client.get(f"{LIST}export.xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_an_administrator_connects_a_platform_and_says_what_is_what(
    city: City, desk: Desk, foreign: Foreign
) -> None:
    client = desk("guo")
    facts = {"name": "北塘区", "endpoint": foreign.endpoint, "jurisdiction": "", "key": "geheim"}
    assert client.post(SERVERS, facts).status_code == 302
    row = Server.objects.get()
    one = f"{SERVERS}{row.pk}/"
    assert "正在读取" in client.get(one).content.decode()
    assert client.post(SERVERS, facts).status_code == 422  # the same name
    lamp = Service.objects.create(server=row, code="001", name="路灯故障")
    chosen = [city.categories["lamp"].pk, city.categories["road"].pk]
    client.post(f"{one}mean/", {"categories": chosen, "service": lamp.pk})
    page = client.get(one).content.decode()
    assert page.count("data-row") == 2
    assert "geheim" not in page
    client.post(f"{one}mean/{chosen[0]}/remove/")
    assert Meaning.objects.count() == 1
    sent = {"endpoint": foreign.endpoint, "jurisdiction": "j", "key": ""}
    client.post(one, sent)
    row.refresh_from_db()
    assert (row.jurisdiction, row.active) == ("j", False)
    assert "已停用" in client.get(SERVERS).content.decode()


def test_an_address_in_our_own_net_is_refused(
    city: City, desk: Desk, foreign: Foreign, settings: Settings
) -> None:
    settings.INNER_NETS = (ipaddress.ip_network("10.20.0.0/16"),)
    answer = desk("guo").post(SERVERS, {"name": "x", "endpoint": foreign.endpoint})
    assert answer.status_code == 422
    assert "不能连接" in answer.content.decode()
    assert not Server.objects.exists()


@pytest.mark.parametrize("who", ["li", "zhou", "chen", "wang", "he"])
def test_platforms_are_for_administrators(city: City, desk: Desk, server: Server, who: str) -> None:
    for address in (SERVERS, f"{SERVERS}{server.pk}/"):
        assert desk(who).get(address).status_code == 403
        assert desk(who).post(address, {}).status_code == 403


def test_who_may_not_pass_on_is_not_led_there(city: City, desk: Desk, server: Server) -> None:
    case = scenes.handling(city)
    for who, may in (("li", True), ("chen", True), ("wang", False), ("he", False)):
        page = desk(who).get(f"/desk/case/{case.number}/").content.decode()
        assert (page_of(case) in page) is may, who
        assert desk(who).get(page_of(case)).status_code == (200 if may else 403), who
    assert desk("sun").get(page_of(case)).status_code == 404
    assert desk("he").get(LIST).status_code == 403


def test_without_a_platform_it_is_said_whom_to_ask(city: City, desk: Desk) -> None:
    assert "还没有可以转交的平台" in desk("li").get(page_of(city.receive())).content.decode()
    assert "还没有转交过案件" in desk("li").get(LIST).content.decode()
    assert desk("guo").get(SERVERS).status_code == 200
    assert desk("guo").get(f"{SERVERS}77/").status_code == 404


def test_queries_do_not_grow_with_what_was_passed_on(
    city: City, desk: Desk, server: Server
) -> None:
    constant(desk("zhou"), LIST, lambda: passed(desk, city.receive()), more=6)


def test_the_case_page_costs_two_queries_more_whatever_was_said(
    city: City, desk: Desk, server: Server
) -> None:
    case = city.receive()
    passed(desk, case)
    row = Passing.objects.get()

    def say() -> None:
        count = Told.objects.count()
        Told.objects.create(passing=row, case=case, ident=str(count), at=later(), text="进展")

    say()
    constant(desk("li"), f"/desk/case/{case.number}/", say, more=30)


def test_english(city: City, desk: Desk, server: Server) -> None:
    case = city.receive()
    client = desk("li")
    client.cookies["django_language"] = "en"
    page = client.get(page_of(case)).content.decode()
    assert re.search(r"<h1>Pass on[^<]*</h1>", page)


@pytest.fixture(autouse=True)
def _leave_no_language() -> Iterator[None]:
    """A request leaves its language with the thread; the next test has its own."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _quiet(settings: Settings) -> None:
    settings.INNER_NETS = (ipaddress.ip_network("127.0.0.0/8"),)
