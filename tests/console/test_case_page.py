"""The page of a case: what each person sees, what stays hidden, what it costs."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.cases import actions as cases
from huiying.cases.models import Case
from huiying.console import rail
from huiying.journal.models import Entry
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Clock, Desk
from tests.files.samples import photo


def page(desk: Desk, who: str, case: Case) -> str:
    response = desk(who).get(f"/desk/case/{case.number}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_case_shows_its_number_state_clock_and_words(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    shown = page(desk, "chen", case)
    assert "幸福里小区门口三盏路灯" in re.sub("</?mark[^>]*>", "", shown)
    for words in (case.number, "处理中", "剩 ", "路灯", "区城市管理委"):
        assert words in shown


@pytest.mark.parametrize("who", ["ma", "nobody"])
def test_a_stranger_finds_nothing(who: str, city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    for end in ("", "print/"):
        response = desk(who).get(f"/desk/case/{case.number}/{end}")
        assert response.status_code == 404
        assert case.title not in response.content.decode()
    assert desk(who).post(f"/desk/case/{case.number}/reveal/").status_code == 404


def test_the_accused_unit_does_not_see_the_case(city: City, desk: Desk) -> None:
    case = city.receive(accused_unit_id=city.unit("lamps"))
    assert desk("chen").get(f"/desk/case/{case.number}/").status_code == 404


@pytest.mark.parametrize(
    ("scene", "who", "label"),
    [
        (scenes.received, "wang", "立案"),
        (scenes.filed, "li", "派单"),
        (scenes.dispatched, "chen", "签收"),
        (scenes.handling, "chen", "反馈结果"),
        (scenes.extension_asked, "li", "审批延期"),
        (scenes.reported, "wu", "核查通过"),
        (scenes.reported, "wang", "记录回访"),
        (scenes.called_back, "li", "结案"),
        (scenes.unhappy, "zhou", "退回重办"),
        (scenes.excuse_asked, "zhou", "审批不合理认定"),
        (scenes.returned_twice, "zhou", "指定承办（不得再退）"),
        (scenes.with_helper, "sun", "协办反馈"),
    ],
)
def test_the_one_obvious_next_act_is_the_primary_button(
    scene: object, who: str, label: str, city: City, desk: Desk
) -> None:
    shown = page(desk, who, scene(city))  # type: ignore[operator]
    shown = shown.split("<template")[0]  # what follows are dialogs that are not shown
    primary = [part for part in shown.split("<") if "primary" in part.split(">")[0]]
    assert len(primary) == 1
    assert label in primary[0]


def test_what_cannot_be_done_now_is_not_shown(city: City, desk: Desk) -> None:
    case = scenes.unhappy(city)
    shown = page(desk, "li", case)
    assert "/close/" not in shown
    assert "/propose_excuse/" in shown
    assert "/decide_extension/" not in shown
    assert "/resume/" not in page(desk, "chen", scenes.handling(city))


def test_a_leader_sees_no_buttons_but_the_remark(city: City, desk: Desk) -> None:
    shown = page(desk, "he", scenes.handling(city))
    assert "/note/" in shown
    assert "/report/" not in shown


def test_numbers_in_the_words_are_hidden_from_who_may_not_see_the_person(
    city: City, desk: Desk
) -> None:
    case = scenes.dispatched(
        city, body="请打 13812345678，身份证 110101199003078515。", confidential=True
    )
    hidden, clear = page(desk, "chen", case), page(desk, "li", case)
    assert "138****5678" in hidden
    assert "13812345678" not in hidden
    assert "199003078" not in hidden
    assert "文中的号码已隐去" in hidden
    assert "13812345678" in clear


def test_the_reporter_is_masked_and_shown_once_with_a_trace(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    assert "19900001111" not in page(desk, "chen", case)
    response = desk("chen").post(f"/desk/case/{case.number}/reveal/", {"purpose": "回电核实"})
    assert "19900001111" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    line = Entry.objects.get(event="ReporterShown")
    assert (line.subject_id, line.actor_name) == (case.pk, "陈静")
    again = page(desk, "chen", case)
    assert "19900001111" not in again
    assert "回电核实" in again


@pytest.mark.parametrize("who", ["he", "lin", "wu"])
def test_watchers_cannot_look_at_the_person(who: str, city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    response = desk(who).post(f"/desk/case/{case.number}/reveal/")
    assert response.status_code == 403
    assert "刘*" not in page(desk, who, case)
    assert not Entry.objects.filter(event="ReporterShown").exists()


def test_confidential_reporters_are_hidden_from_the_unit(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city, confidential=True)
    assert desk("chen").post(f"/desk/case/{case.number}/reveal/").status_code == 403
    assert "诉求人要求保密" in page(desk, "chen", case)


def test_the_timeline_tells_who_what_when_and_the_words(city: City, desk: Desk) -> None:
    shown = page(desk, "li", scenes.reported(city))
    for words in ("王芳", "立案，等待派单", "派单：区城市管理委", "区城市管理委签收",
                  "区城市管理委反馈办理结果，在时限内", "已更换三盏路灯。"):  # fmt: skip
        assert words in shown


def test_a_return_shows_who_why_and_where_to(city: City, desk: Desk) -> None:
    shown = page(desk, "zhou", scenes.returned_twice(city))
    for words in ("退单 2 次", "职责清单第 3 条", "不归本单位", "泉河街道办事处"):
        assert words in shown


def test_the_page_costs_the_same_with_one_line_or_fifty(city: City, desk: Desk) -> None:
    case, li = scenes.handling(city), desk("li")

    def cost() -> int:
        rail.forget()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert li.get(f"/desk/case/{case.number}/").status_code == 200
        return len(queries)

    cost()  # trees and rules are read once and kept
    cases.note(case_id=case.pk, actor=city.actor("li"), at=later(hours=2), text="第一句")
    before = cost()
    for n in range(50):
        cases.note(case_id=case.pk, actor=city.actor("li"), at=later(hours=2), text=f"第{n}句")
        cases.ask(
            case_id=case.pk,
            actor=city.actor("li"),
            at=later(hours=2),
            text="问",
            due_at=later(days=2),
        )
    assert cost() == before
    assert before < 30


def test_htmx_gets_only_the_case(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    response = desk("li").get(f"/desk/case/{case.number}/", headers={"HX-Request": "true"})
    shown = response.content.decode().strip()
    assert shown.startswith("<article")
    assert "<html" not in shown


def test_the_ticket_prints_its_limit(city: City, desk: Desk) -> None:
    case = scenes.dispatched(city)
    response = desk("li").get(f"/desk/case/{case.number}/print/")
    shown = response.content.decode()
    assert "办理时限 2026-03-12 18:00" in shown
    assert "测试：路灯" in shown
    assert "199****1111" in shown


def test_a_file_is_there_for_who_sees_the_case_and_for_nobody_else(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    upload = SimpleUploadedFile("现场.jpg", photo())
    made = cases.attach(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), uploads=[upload]
    )
    address = f"/desk/case/{case.number}/file/{made[0].pk}/"
    assert address in page(desk, "chen", case)
    for place in (address, f"{address}?small"):
        answer = desk("chen").get(place)
        assert answer["Content-Type"].startswith("image/")
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert desk("ma").get(address).status_code == 404


def test_a_question_can_be_taken_back(city: City, desk: Desk) -> None:
    case = scenes.handling(city)
    request = cases.ask(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="哪三盏？",
        due_at=later(days=2),
    )  # fmt: skip
    assert "哪三盏？" in page(desk, "chen", case)
    desk("chen").post(f"/desk/case/{case.number}/withdraw/{request.pk}/")
    request.refresh_from_db()
    assert request.status == "withdrawn"


def test_related_cases_are_linked_both_ways(city: City, desk: Desk) -> None:
    duplicate = scenes.merged(city)
    master = duplicate.master
    assert master is not None
    assert master.number in page(desk, "li", duplicate)
    assert duplicate.number in page(desk, "li", master)


def test_an_overdue_case_says_by_how_much(city: City, desk: Desk, clock: Clock) -> None:
    case = scenes.handling(city)
    clock.at = later(days=5)
    assert "超期 2 天" in page(desk, "chen", case)


def test_a_paused_case_says_until_when(city: City, desk: Desk) -> None:
    assert "挂账至 2026-05-09" in page(desk, "chen", scenes.suspended(city))


def words_shown(shown: str) -> str:
    return shown.split('<p class="words">')[1].split("</p>", maxsplit=1)[0]


def test_what_the_words_speak_of_is_marked_listed_and_never_changed(city: City, desk: Desk) -> None:
    body = "松林路三号楼<燃气泄漏>，昨天已打过电话。\n希望今天派人到松林路检查。"
    case = city.receive(title="燃气", body=body)
    shown = page(desk, "wang", case)
    words = words_shown(shown)
    assert html.unescape(re.sub("<[^>]*>", "", words)) == body
    assert '<mark class="alarm" data-kind="紧急">燃气泄漏</mark>' in words
    assert '<mark class="wish" data-kind="期望">希望' in words
    assert '<mark class="place" data-kind="地点">松林路</mark>' in words
    listed = shown.split('class="heard')[1].split("</dl>")[0]
    for word in ("紧急", "燃气泄漏", "地点", "松林路", "期望", "日期", "昨天"):
        assert word in listed
