"""周军 calls a meeting at the desk, writes it up, prints it; 陈静 tells how her measure goes."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from huiying.consultation import raising
from huiying.consultation.models import Measure, Meeting, Topic
from huiying.consultation.raising import NewTopic
from huiying.exchange.models import Export
from tests.city import NOW, City
from tests.console.conftest import Desk

pytestmark = pytest.mark.django_db
LIST = "/desk/consult/"


@pytest.fixture
def topic(city: City) -> Topic:
    case = city.receive()
    new = NewTopic("夜市油烟谁来管", "三家都说不归自己", case.number)
    return raising.raise_topic(new=new, actor=city.actor("li"), at=NOW)


@pytest.fixture
def meeting(city: City, desk: Desk, topic: Topic) -> Meeting:
    given = {
        "title": "第 12 周会商会", "meet_at": "2026-03-11T10:00", "place": "三楼", "chair": "周军",
        "units": [city.unit("lamps"), city.unit("housing")], "topics": [topic.pk],
    }  # fmt: skip
    answer = desk("zhou").post(f"{LIST}meetings/new/?topic={topic.pk}", given)
    assert answer.status_code == 302
    return Meeting.objects.get()


def test_empty_pages_say_what_will_come(desk: Desk) -> None:
    client = desk("zhou")
    for path, words in (("", "没有议题"), ("meetings/", "没有会议"), ("measures/", "没有措施")):
        assert words in client.get(LIST + path).content.decode()


def test_a_topic_is_raised_from_a_case(city: City, desk: Desk) -> None:
    case, client = city.receive(), desk("zhao")
    sheet = client.get(f"/desk/case/{case.number}/").content.decode()
    assert f"{LIST}new/?case={case.number}" in sheet
    assert case.title in client.get(f"{LIST}new/?case={case.number}").content.decode()
    given = {"case": case.number, "title": "谁来管", "words": ""}
    assert "谁来管" in client.post(f"{LIST}new/", given, follow=True).content.decode()
    again = client.post(f"{LIST}new/", given)
    assert again.status_code == 422
    assert "已经在会商议题里" in again.content.decode()


def test_from_the_meeting_to_the_list(
    city: City, desk: Desk, topic: Topic, meeting: Meeting
) -> None:
    zhou, there = desk("zhou"), f"{LIST}topic/{topic.pk}/"
    page = zhou.get(f"{LIST}meetings/{meeting.pk}/").content.decode()
    assert "记录议定事项" in page
    given = {"version": 2, "decision": "由城管委牵头", "lead_unit": city.unit("lamps")}
    assert "由城管委牵头" in zhou.post(f"{there}do/decide/", given, follow=True).content.decode()
    given = {
        "problem": "直排", "measure": "装净化器", "unit_id": city.unit("lamps"),
        "due_at": "2026-03-25T18:00",
    }  # fmt: skip
    assert "装净化器" in zhou.post(f"{there}do/measure/", given, follow=True).content.decode()
    held = {"version": 1, "present": "周军、李强", "minutes": "议了一件"}
    minutes = f"{LIST}meetings/{meeting.pk}/minutes/"
    assert zhou.get(minutes).status_code == 404
    zhou.post(f"{LIST}meetings/{meeting.pk}/do/hold/", held)
    assert "由城管委牵头" in zhou.get(minutes).content.decode()
    rule = zhou.post(f"{there}do/rule/")
    assert rule["Location"].startswith("/desk/rules/")
    chen, mine = desk("chen"), f"{LIST}measures/{Measure.objects.get().pk}/"
    told = chen.post(mine, {"version": 1, "text": "装了两家", "done": "on"}, follow=True)
    assert "已完成" in told.content.decode()
    assert "装净化器" in chen.get(f"{LIST}measures/?light=done").content.decode()
    assert "没有符合条件" in chen.get(f"{LIST}measures/?light=red").content.decode()


def test_the_documents_leave_as_pdf_and_word(desk: Desk, meeting: Meeting) -> None:
    zhou = desk("zhou")
    for path in (f"meetings/{meeting.pk}/notice/", "measures/list/"):
        assert zhou.get(f"{LIST}{path}?form=pdf").content.startswith(b"%PDF-")
        assert zhou.get(f"{LIST}{path}?form=docx").content.startswith(b"PK")
    notice = zhou.get(f"{LIST}meetings/{meeting.pk}/notice/").content.decode()
    for words in (
        "会商会议通知",
        "区城市管理委、区住房建设委：",
        "1. 夜市油烟谁来管",
        "青禾区政府",
    ):
        assert words in notice


def test_a_refused_form_keeps_what_was_typed(desk: Desk, topic: Topic, meeting: Meeting) -> None:
    there = f"{LIST}topic/{topic.pk}/do/decide/"
    answer = desk("zhou").post(there, {"version": 9, "decision": "只写一次", "lead_unit": ""})
    assert answer.status_code == 409
    assert "只写一次" in answer.content.decode()


def test_strangers_and_lookers_on(desk: Desk, topic: Topic, meeting: Meeting) -> None:
    for who, status in (("wang", 403), ("wu", 403), ("ma", 404), ("he", 200), ("chen", 200)):
        assert desk(who).get(f"{LIST}topic/{topic.pk}/").status_code == status, who
    assert desk("he").get(f"{LIST}topic/{topic.pk}/do/decide/").status_code == 403
    for path in (f"topic/{topic.pk}/do/off/", f"topic/{topic.pk}/do/burn/",
                 f"meetings/{meeting.pk}/do/burn/"):  # fmt: skip
        assert desk("zhou").get(LIST + path).status_code == 404


def test_the_list_of_measures_leaves_as_a_file(desk: Desk, meeting: Meeting) -> None:
    answer = desk("lin").get(f"{LIST}measures/export.csv")
    assert "责任单位" in b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert Export.objects.get().what == "measures"


def test_a_page_of_topics_costs_the_same_however_many_there_are(
    city: City, desk: Desk, topic: Topic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk("zhou")
    client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(LIST)
    for n in range(8):
        new = NewTopic(f"议题{n}", "", city.receive().number)
        raising.raise_topic(new=new, actor=city.actor("li"), at=NOW)
    with django_assert_max_num_queries(9):
        client.get(LIST)
