"""Whistles at the desk: 赵敏 blows, 陈静 comes with a photo, 周军 rules; others stay out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from huiying.whistles import actions as whistles
from huiying.whistles import alarms
from huiying.whistles.models import Whistle
from tests.city import City, later
from tests.console.conftest import Clock, Desk
from tests.files.samples import photo
from tests.whistles.conftest import blown, of, reported


@pytest.fixture(autouse=True)
def _quiet(settings: Settings, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path
    alarms.forget()
    yield
    alarms.forget()


def form(city: City, **more: Any) -> dict[str, Any]:
    return {
        "street_id": city.unit("quanhe"), "kind": "hard", "title": "反复停水",
        "words": "管线老化", "place": "东门", "meet_at": "2026-03-12T09:30",
        "unit_0": city.unit("lamps"), "asked_0": "查明管线归属", **more,
    }  # fmt: skip


def test_from_a_case_to_a_signed_whistle_with_a_photo(city: City, desk: Desk) -> None:
    case, zhao, chen = city.receive(), desk("zhao"), desk("chen")
    page = zhao.get(f"/desk/case/{case.number}/").content.decode()
    assert f"/desk/whistles/new/?case={case.number}" in page
    filled = zhao.get(f"/desk/whistles/new/?case={case.number}").content.decode()
    assert case.number in filled
    assert case.title in filled
    sent = zhao.post("/desk/whistles/new/", form(city, cases=case.number))
    row = Whistle.objects.get()
    assert sent.headers["Location"] == f"/desk/whistles/{row.pk}/"
    assert "反复停水" in zhao.get(f"/desk/case/{case.number}/").content.decode()
    one = of(row, city, "lamps")
    inbox = chen.get("/desk/unit/").content.decode()
    assert f"/desk/whistles/{row.pk}/" in inbox
    at = f"/desk/whistles/{row.pk}/unit/{one.pk}/"
    seen = chen.get(f"/desk/whistles/{row.pk}/").content.decode()
    assert f"{at}do/sign/" in seen
    assert f"/desk/case/{case.number}/" not in seen
    assert case.body not in seen
    assert chen.post(f"{at}do/sign/", {"version": one.version}).status_code == 302
    arrival = chen.get(f"{at}do/arrive/").content.decode()
    assert 'capture="environment"' in arrival
    one.refresh_from_db()
    upload = SimpleUploadedFile("现场.jpg", photo())
    said = {
        "version": one.version, "place": "东门", "who": "陈静", "when": "2026-03-10T12:00",
        "photo": upload,
    }  # fmt: skip
    assert chen.post(f"{at}do/arrive/", said).status_code == 302
    shown = zhao.get(f"{at}photo/?small")
    assert b"".join(shown).startswith((b"RIFF", bytes([255, 216])))
    assert desk("sun").get(f"{at}photo/").status_code == 404


def test_a_form_that_lacks_something_keeps_what_was_written(city: City, desk: Desk) -> None:
    sent = desk("zhao").post("/desk/whistles/new/", form(city, unit_0="", title="停水的事"))
    assert sent.status_code == 422
    assert "没有选择报到单位" in sent.content.decode()
    assert "停水的事" in sent.content.decode()
    empty = desk("zhao").post("/desk/whistles/new/", form(city, title=""))
    assert empty.status_code == 422
    assert not Whistle.objects.exists()


def test_only_a_street_gets_the_form(city: City, desk: Desk) -> None:
    for who in ("chen", "zhou", "bai"):
        assert desk(who).get("/desk/whistles/new/").status_code == 403
    case = city.receive()
    assert "/desk/whistles/new/" not in desk("zhou").get(
        f"/desk/case/{case.number}/"
    ).content.decode()  # fmt: skip


def test_an_old_form_is_a_conflict_and_keeps_the_words(city: City, desk: Desk) -> None:
    row = blown(city)
    one = of(row, city, "lamps")
    at = f"/desk/whistles/{row.pk}/unit/{one.pk}/do/refuse/"
    sent = desk("chen").post(at, {"version": one.version + 9, "text": "不属职责"})
    assert sent.status_code == 409
    assert "不属职责" in sent.content.decode()


def test_the_district_rules_and_both_sides_give_marks(city: City, desk: Desk) -> None:
    row = blown(city)
    one, zhou, zhao = of(row, city, "housing"), desk("zhou"), desk("zhao")
    at = f"/desk/whistles/{row.pk}/"
    whistles.refuse(summons_id=one.pk, text="非职责", actor=city.actor("sun"), at=later(hours=1))
    assert "异议成立" in zhou.get(at).content.decode()
    ruled = {"version": of(row, city, "housing").version, "text": "属实"}
    assert zhou.post(f"{at}unit/{one.pk}/do/uphold/", ruled).status_code == 302
    reported(row, city, "lamps", "chen", at=later(hours=2))
    row.refresh_from_db()
    end = {"version": row.version, "result": "solved", "text": "已解决"}
    assert zhao.post(f"{at}do/conclude/", end).status_code == 302
    row.refresh_from_db()
    lamps = city.unit("lamps")
    mark = {"version": row.version, "mark": "5", "text": "到得快"}
    assert zhao.post(f"{at}rate/{lamps}/", mark).status_code == 302
    row.refresh_from_db()
    mark = {"version": row.version, "mark": "4", "text": ""}
    assert zhou.post(f"{at}rate/{lamps}/", mark).status_code == 302
    assert zhou.get(f"{at}rate/{city.unit('housing')}/").status_code == 404
    assert desk("chen").get(f"{at}rate/{lamps}/").status_code == 403
    page = zhou.get(at).content.decode()
    assert "街乡镇评分" in page
    assert "5/5" in page


def test_the_list_filters_orders_pages_and_goes_out_as_a_file(city: City, desk: Desk) -> None:
    for n in range(23):
        blown(city, title=f"第{n:02}件", meet_at=later(days=30 - n))
    zhao = desk("zhao")
    first = zhao.get("/desk/whistles/").content.decode()
    assert "第22件" in first
    assert "第00件" not in first
    assert "第00件" in zhao.get("/desk/whistles/?sort=meet").content.decode()
    found = zhao.get("/desk/whistles/?q=第07件").content.decode()
    assert "第07件" in found
    assert "第08件" not in found
    for query in ("kind=joint", "state=concluded", f"street={city.unit('beilu')}", "late=on"):
        assert "没有符合条件的哨" in zhao.get(f"/desk/whistles/?{query}").content.decode()
    assert "第22件" in desk("chen").get("/desk/whistles/?mine=on").content.decode()
    assert "没有符合条件的哨" in zhao.get("/desk/whistles/?mine=on").content.decode()
    assert "还没有哨" in desk("xu").get("/desk/whistles/").content.decode()
    book = zhao.get("/desk/whistles/export.xlsx")
    assert b"".join(book).startswith(b"PK")
    text = b"".join(zhao.get("/desk/whistles/export.csv?q=第07件")).decode("utf-8-sig")
    lines = text.splitlines()
    assert [line.count("第07件") for line in lines] == [0, 1, 1]


def test_the_length_of_the_list_costs_no_query_more(city: City, desk: Desk) -> None:
    zhao, counts = desk("zhao"), []
    for n in (1, 14):
        for _again in range(n):
            blown(city)
        zhao.get("/desk/whistles/")
        with CaptureQueriesContext(connection) as queries:
            zhao.get("/desk/whistles/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_emergency_alarms_on_every_page_until_it_is_signed(
    city: City, desk: Desk, clock: Clock
) -> None:
    row = blown(city, kind="emergency", at=clock.at, meet_at=clock.at)
    alarms.forget()
    chen = desk("chen")
    assert "应急哨" in chen.get("/desk/cases/").content.decode()
    assert "应急哨" in desk("zhou").get("/desk/whistles/").content.decode()
    assert "whistle-alarm" not in desk("ma").get("/desk/cases/").content.decode()
    for unit, who in (("lamps", "chen"), ("housing", "sun")):
        whistles.sign(summons_id=of(row, city, unit).pk, actor=city.actor(who), at=clock.at)
    alarms.forget()
    assert "whistle-alarm" not in chen.get("/desk/cases/").content.decode()


def test_the_alarm_of_a_page_costs_no_query_when_it_is_known(city: City) -> None:
    blown(city, kind="emergency")
    alarms.forget()
    assert len(alarms.for_actor(city.actor("chen"))) == 1
    chen, zhou, ma = (city.actor(who) for who in ("chen", "zhou", "ma"))
    with CaptureQueriesContext(connection) as queries:
        counts = [len(alarms.for_actor(who)) for who in (chen, zhou, ma)]
    assert (counts, len(queries)) == ([1, 2, 0], 0)


def test_the_notice_says_who_is_called_for_what(city: City, desk: Desk) -> None:
    row = blown(city)
    page = desk("zhao").get(f"/desk/whistles/{row.pk}/notice/").content.decode()
    for words in ("吹哨报到通知", "区城市管理委", "给出维修方案", "泉河街道办事处", "2026-03-12"):
        assert words in page


def test_rates_stand_with_their_counts_and_go_out_as_files(city: City, desk: Desk) -> None:
    case = city.receive()
    row = blown(city, cases=(case.number,))
    reported(row, city, "lamps", "chen", at=later(hours=1))
    whistles.conclude(
        whistle_id=row.pk, result="solved", text="完", actor=city.actor("zhao"), at=later(days=2)
    )
    page = desk("he").get("/desk/whistles/rates/?month=2026-03").content.decode()
    for words in ("案件太少，不作判断", "1/1", "区住房建设委", "0/1"):
        assert words in page
    for what, words in (("streets", "泉河街道办事处"), ("units", "区住房建设委")):
        text = b"".join(desk("he").get(f"/desk/whistles/rates/{what}.csv?month=2026-03"))
        assert words in text.decode("utf-8-sig")
    assert desk("he").get("/desk/whistles/rates/?month=immer").status_code == 422
    assert desk("bai").get("/desk/whistles/rates/").status_code == 403
