"""The telephone on 王芳's screen: a call rings, opens, is put through and written up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.exchange import exports
from huiying.telephony import actions
from huiying.telephony.models import Call, Recall, Transfer
from tests.city import City, later
from tests.console.conftest import Desk
from tests.console.rows import constant
from tests.console.test_operator import call
from tests.telephony.conftest import NUMBER, SECRET, message


@pytest.fixture(autouse=True)
def connected(settings: Settings) -> None:
    settings.TELEPHONY_SECRET = (SECRET,)


NOON = later(hours=3)


def tell(kind: str, ident: str, at: datetime = NOON, **more: Any) -> Call:
    return actions.take_message(body=message(kind, at, ident, **more), at=at)[0]


def rings(desk: Desk) -> tuple[Any, Call]:
    wang = desk("wang")
    wang.post("/desk/operator/extension/", {"number": "8001"})
    return wang, tell("ringing", "e1", number=NUMBER, extension="8001")


def test_a_call_appears_once_and_goes_when_it_is_over(city: City, desk: Desk) -> None:
    wang, found = rings(desk)
    page = wang.get("/desk/operator/ringing/")
    assert "199****1111" in page.content.decode()
    assert NUMBER not in page.content.decode()
    shown = {"shown": f"{found.pk}-ringing"}
    assert wang.get("/desk/operator/ringing/", shown).status_code == 204
    tell("ended", "e2", later(hours=3, minutes=1))
    gone = wang.get("/desk/operator/ringing/", shown)
    assert (gone.status_code, "data-ringing" in gone.content.decode()) == (200, False)
    assert desk("chen").get("/desk/operator/ringing/").status_code == 403


def test_the_opened_call_brings_number_and_history_and_the_case_keeps_it(
    city: City, desk: Desk
) -> None:
    earlier = city.receive()
    wang, found = rings(desk)
    assert wang.get(f"/desk/operator/?call={found.pk}").status_code == 404
    page = wang.post(f"/desk/operator/call/{found.pk}/", follow=True).content.decode()
    assert f'value="{NUMBER}"' in page
    assert ", load" in page  # its earlier cases come by themselves
    history = wang.get("/desk/operator/earlier/", {"phone": NUMBER}).content.decode()
    assert earlier.number in history
    answer = wang.post("/desk/operator/", call(city, call=found.pk), follow=True)
    case = Case.objects.exclude(pk=earlier.pk).get()
    assert f'data-draft-saved="operator-{found.pk}"' in answer.content.decode()
    tell("recorded", "e3", recording="https://rec.example.cn/1.mp3")
    page = wang.get(f"/desk/case/{case.number}/").content.decode()
    assert "由热线来电登记" in page
    assert "rec.example.cn" not in page
    where = f"/desk/case/{case.number}/recording/{found.pk}/"
    assert "https://rec.example.cn/1.mp3" in wang.post(where).content.decode()
    assert desk("bai").post(where).status_code == 404
    assert "有录音" in desk("bai").get(f"/desk/case/{case.number}/").content.decode()


def test_a_wrong_form_keeps_the_call_and_where_the_caller_went(city: City, desk: Desk) -> None:
    wang, found = rings(desk)
    wang.post(f"/desk/operator/call/{found.pk}/")
    part = wang.post(
        "/desk/operator/transfer/", {"to": "119", "reason": "楼道有明火", "call": found.pk}
    ).content.decode()
    row = Transfer.objects.get()
    assert f'value="{row.pk}"' in part
    given = call(city, call=found.pk, transfers=[row.pk])
    page = wang.post("/desk/operator/", {**given, "title": ""}).content.decode()
    assert "楼道有明火" in page
    assert f'name="call" value="{found.pk}"' in page
    wang.post("/desk/operator/", given)
    page = wang.get(f"/desk/case/{Case.objects.get().number}/").content.decode()
    assert "已转接 119" in page


@pytest.mark.parametrize("given", [{"to": "", "reason": "x"}, {"to": "119", "reason": " "}])
def test_a_transfer_says_what_is_missing(given: dict[str, str], city: City, desk: Desk) -> None:
    page = desk("wang").post("/desk/operator/transfer/", given).content.decode()
    assert "请" in page
    assert not Transfer.objects.exists()
    assert desk("chen").post("/desk/operator/transfer/", given).status_code == 403


def test_an_extension_that_is_none_is_refused_in_words(city: City, desk: Desk) -> None:
    page = desk("wang").post("/desk/operator/extension/", {"number": "80 01"}, follow=True)
    assert "分机号“80 01”不对" in page.content.decode()
    assert desk("chen").post("/desk/operator/extension/", {"number": "1"}).status_code == 403


def test_a_missed_call_is_taken_tried_reached_and_written_up(city: City, desk: Desk) -> None:
    tell("missed", "e1", number=NUMBER)
    row, wang = Recall.objects.get(), desk("wang")
    page = wang.get("/desk/recalls/").content.decode()
    assert "199****1111" in page
    assert NUMBER not in page
    wang.post(f"/desk/recalls/{row.pk}/take/")
    assert NUMBER in wang.get("/desk/recalls/").content.decode()
    assert NUMBER not in desk("li").get("/desk/recalls/").content.decode()
    assert desk("li").post(f"/desk/recalls/{row.pk}/done/").status_code == 403
    page = wang.post(f"/desk/recalls/{row.pk}/fail/", {"why": ""}, follow=True).content.decode()
    assert "请选择" in page
    wang.post(f"/desk/recalls/{row.pk}/fail/", {"why": "busy"})
    page = wang.get("/desk/recalls/?owner=mine&sort=tries").content.decode()
    assert "占线" in page
    answer = wang.post(f"/desk/recalls/{row.pk}/done/", follow=True)
    assert f'value="{NUMBER}"' in answer.content.decode()
    assert desk("li").get(f"/desk/operator/?back={row.pk}").status_code == 404


@pytest.mark.parametrize("query", ["", "?state=done", "?state=x&owner=y&sort=z&place=99"])
def test_the_queue_can_be_filtered_and_exported_with_numbers_masked(
    query: str, city: City, desk: Desk
) -> None:
    tell("missed", "e1", number=NUMBER)
    wang = desk("wang")
    assert wang.get(f"/desk/recalls/{query}").status_code == 200
    out = wang.get(f"/desk/recalls/export.csv{query}")
    assert NUMBER.encode() not in b"".join(out.streaming_content)  # type: ignore[attr-defined]
    assert wang.post(f"/desk/recalls/{Recall.objects.get().pk}/eat/").status_code == 404
    assert desk("chen").get("/desk/recalls/").status_code == 403


def test_without_an_exchange_the_screen_is_as_it_was(
    city: City, desk: Desk, settings: Settings
) -> None:
    settings.TELEPHONY_SECRET = ()
    page = desk("wang").get("/desk/operator/").content.decode()
    assert "分机" not in page
    assert "没有接入电话系统" in desk("wang").get("/desk/recalls/").content.decode()


def test_the_log_shows_todays_calls_and_what_they_were_answered_by(city: City, desk: Desk) -> None:
    wang, _found = rings(desk)
    tell("answered", "e2", later(hours=3, minutes=1), number=NUMBER, extension="8001")
    page = wang.get("/desk/calls/").content.decode()
    for words in ("199****1111", "100.0%", "接通 1/1，标准 95%", "15 秒内接通 0/1", "1:00", "王芳"):
        assert words in page
    assert NUMBER not in page
    assert 'href="/desk/calls/?result=missed"' in page
    assert "199****1111" not in wang.get("/desk/calls/?result=missed").content.decode()
    assert desk("chen").get("/desk/calls/").status_code == 403


def test_wrong_days_are_told_beside_their_field(city: City, desk: Desk) -> None:
    wang, _found = rings(desk)
    page = wang.get("/desk/calls/", {"since": "2026-03-11", "until": "2026-03-01"})
    assert "结束的一天早于开始的一天" in page.content.decode()
    for given in ({"since": "x"}, {"until": "9999-99-99"}, {"place": "-9"}, {"sort": "nothing"}):
        assert wang.get("/desk/calls/", given).status_code == 200


def test_the_log_goes_out_as_a_file_without_numbers(city: City, desk: Desk) -> None:
    wang, _found = rings(desk)
    sent = b"".join(wang.get("/desk/calls/export.csv")).decode("utf-8-sig")
    assert "199****1111" in sent
    assert NUMBER not in sent


def test_more_calls_cost_no_more_queries(city: City, desk: Desk) -> None:
    wang, _found = rings(desk)
    numbers = iter(range(100))

    def more() -> None:
        n = next(numbers)
        tell("ringing", f"m{n}", call=f"n{n}", number=NUMBER, extension="8001")

    more()
    constant(wang, "/desk/calls/", more, more=15)


def test_a_file_has_all_calls_or_is_refused_with_the_way_out(
    city: City, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang, _found = rings(desk)
    tell("ringing", "e2", call="c2", number=NUMBER, extension="8001")
    monkeypatch.setattr(exports, "MOST", 1)
    for address in ("/desk/calls/export.csv", "/desk/calls/export.xlsx"):
        answer = wang.get(address)
        assert answer.status_code == 422
        assert "超过 1 行" in answer.content.decode()
        assert "请用筛选分成几份" in answer.content.decode()
    few = wang.get("/desk/calls/export.csv?result=missed")
    assert len(b"".join(few).splitlines()) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
@pytest.mark.django_db(transaction=True)
def test_a_call_without_a_link_counts_its_number_before_its_transaction(city: City) -> None:
    """Else every other case of the day would wait until this one has reached the disk."""
    new = NewCase(kind="complaint", channel="hotline", title="路灯不亮", body="")
    with CaptureQueriesContext(connection) as seen:
        actions.take_in(new, outcome="file", key="k1", actor=city.actor("wang"), at=NOON)
    said = [one["sql"] for one in seen.captured_queries]
    counted = next(n for n, sql in enumerate(said) if "cases_dayserial" in sql)
    begun = next(n for n, sql in enumerate(said) if sql.startswith(("BEGIN", "SAVEPOINT")))
    assert counted < begun
