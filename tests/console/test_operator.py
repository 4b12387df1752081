"""王芳 takes a call: one form, one case, whatever happens on the line."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.cases.models import Case, Note
from huiying.cases.people import Contact, open_contact
from tests.city import City, later
from tests.console.conftest import Clock, Desk
from tests.files.samples import photo

CALL = {
    "key": "call-1",
    "phone": "19900001111",
    "name": "刘洋",
    "channel": "hotline",
    "kind": "complaint",
    "level": "general",
    "title": "泉河街道路灯不亮",
    "body": "幸福里小区门口三盏路灯一周没亮。",
    "outcome": "file",
}


def call(city: City, **more: Any) -> dict[str, Any]:
    place = {"area_id": city.areas["quanhe"].pk, "category_id": city.categories["lamp"].pk}
    return {**CALL, **place, **more}


def test_a_call_becomes_a_filed_case_and_the_number_is_shown_big(city: City, desk: Desk) -> None:
    wang = desk("wang")
    response = wang.post("/desk/operator/", call(city), follow=True)
    case = Case.objects.get()
    assert case.state == "filed"
    assert case.reporter is not None
    assert open_contact(case.reporter) == Contact("刘洋", "19900001111")
    page = response.content.decode()
    assert case.number in page
    assert case.tracking_code in page
    assert 'data-draft-saved="operator"' in page


def test_two_clicks_make_one_case(city: City, desk: Desk) -> None:
    wang = desk("wang")
    first = wang.post("/desk/operator/", call(city))
    second = wang.post("/desk/operator/", call(city))
    assert Case.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_a_call_without_a_title_keeps_what_was_typed(city: City, desk: Desk) -> None:
    response = desk("wang").post("/desk/operator/", call(city, title="", body="很长的一段话"))
    assert response.status_code == 422
    assert "很长的一段话" in response.content.decode()
    assert not Case.objects.exists()


def test_a_consultation_is_answered_on_the_spot(city: City, desk: Desk) -> None:
    desk("wang").post(
        "/desk/operator/", call(city, kind="consultation", outcome="answer", text="带身份证即可。")
    )
    case = Case.objects.get()
    assert (case.state, case.closing) == ("closed", "answered")


def test_an_answer_without_words_is_refused_and_no_case_is_left(city: City, desk: Desk) -> None:
    response = desk("wang").post("/desk/operator/", call(city, outcome="answer", text=""))
    assert response.status_code == 422
    assert "请填写“答复内容”" in response.content.decode()
    assert not Case.objects.exists()


def test_a_call_is_declined_for_one_of_six_lawful_reasons(city: City, desk: Desk) -> None:
    declined = call(city, outcome="decline", way="emergency", text="已转接 110。")
    desk("wang").post("/desk/operator/", declined)
    assert Case.objects.get().declining == "emergency"


def test_declining_without_a_reason_is_refused(city: City, desk: Desk) -> None:
    response = desk("wang").post("/desk/operator/", call(city, outcome="decline", text="不行"))
    assert response.status_code == 422
    assert not Case.objects.exists()


def test_a_second_call_about_the_same_lamp_is_merged(city: City, desk: Desk) -> None:
    master = city.receive()
    desk("wang").post("/desk/operator/", call(city, outcome=f"merge:{master.pk}"))
    duplicate = Case.objects.exclude(pk=master.pk).get()
    assert (duplicate.state, duplicate.master_id) == ("merged", master.pk)


def test_a_caller_who_only_adds_something_makes_no_new_case(city: City, desk: Desk) -> None:
    case = city.receive()
    added = call(city, outcome=f"supplement:{case.pk}", title="补充", body="第四盏也灭了")
    desk("wang").post("/desk/operator/", added)
    assert Case.objects.count() == 1
    assert Note.objects.get(case=case).text == "补充\n第四盏也灭了"


def test_photos_come_with_the_call(city: City, desk: Desk) -> None:
    desk("wang").post("/desk/operator/", call(city, photos=SimpleUploadedFile("lamp.jpg", photo())))
    assert Case.objects.get().attachments.count() == 1


def test_the_callers_earlier_cases_appear_while_the_phone_is_typed(city: City, desk: Desk) -> None:
    case = city.receive()
    wang = desk("wang")
    found = wang.get("/desk/operator/earlier/", {"phone": "19900001111"}).content.decode()
    assert case.number in found
    short = wang.get("/desk/operator/earlier/", {"phone": "199"}).content.decode()
    assert "输入来电号码后" in short


def test_a_likely_duplicate_and_a_category_are_suggested(city: City, desk: Desk) -> None:
    case = city.receive()
    found = desk("wang").get(
        "/desk/operator/hints/", {"title": "幸福里小区路灯不亮", "body": "三盏路灯"}
    )
    page = found.content.decode()
    assert case.number in page
    assert f'data-value="{city.categories["lamp"].pk}"' in page
    assert f"merge:{case.pk}" in page


def test_a_likely_duplicate_says_why(city: City, desk: Desk, clock: Clock) -> None:
    city.receive(at=later(days=-3))
    asked = {"title": "幸福里小区路灯不亮", "area_id": str(city.areas["xingfu"].pk)}
    page = desk("wang").get("/desk/operator/hints/", asked).content.decode()
    assert "同一区域 · 3 天前 · 内容 " in page


def test_what_was_taken_in_today_stands_on_the_left(city: City, desk: Desk, clock: Clock) -> None:
    today = city.receive(at=later(hours=1), title="今天的路灯")
    city.receive(at=later(days=-1), title="昨天的路灯")
    page = desk("wang").get("/desk/operator/").content.decode()
    assert today.number in page
    assert "昨天的路灯" not in page


def test_a_leader_has_no_business_at_the_operators_desk(desk: Desk) -> None:
    assert desk("he").get("/desk/operator/").status_code == 403
