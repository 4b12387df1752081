"""吴斌 checks what was reported; 王芳 calls back; 周军 decides what is unreasonable."""

from __future__ import annotations

import pytest

from huiying.accounts.models import Person, Post
from huiying.cases.models import Case
from huiying.dispatch import actions as dispatch
from huiying.journal.models import Entry
from huiying.oversight import actions as oversight
from huiying.oversight import calls
from huiying.oversight.actions import Answers
from huiying.oversight.claims import HELD
from huiying.oversight.models import CallBack, CallClaim, Verification
from tests.city import City, later
from tests.console import scenes
from tests.console.conftest import Clock, Desk
from tests.console.rows import constant

pytestmark = pytest.mark.django_db
CHECK, CALLS = "/desk/check/", "/desk/callback/"
HAPPY = {"reached": "yes", "contacted": "yes", "responded": "yes", "solved": "yes",
         "satisfied": "yes"}  # fmt: skip
SILENT = Answers(False)


def market(city: City) -> Case:
    """占道经营, which must be looked at on site, reported by the unit."""
    case = scenes.handling(city)
    Case.objects.filter(pk=case.pk).update(category=city.categories["market"])
    return dispatch.report(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), text="已劝离摊贩。"
    )


def tab(city: City, name: str) -> list[str]:
    found = calls.page(city.actor("wang"), name, later(hours=3))
    return [row.number for row in found.rows]


def test_the_check_desk_shows_what_the_unit_says_it_did(city: City, desk: Desk) -> None:
    scenes.reported(city)
    page = desk("wu").get(CHECK).content.decode()
    assert "已更换三盏路灯。" in page
    assert "区城市管理委" in page


def test_a_check_on_site_is_recorded_as_such(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    desk("wu").post(
        f"{CHECK}{case.number}/", {"how": "on_site", "text": "三盏都亮", "version": case.version}
    )
    assert Case.objects.get(pk=case.pk).state == "verified"
    assert Verification.objects.get(case=case).on_site


def test_paper_is_not_offered_where_the_law_wants_eyes(city: City, desk: Desk) -> None:
    market(city)
    page = desk("wu").get(CHECK).content.decode()
    assert "须现场核查" in page
    assert "书面核查通过" not in page


def test_sending_back_needs_words(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    client = desk("wu")
    assert client.post(f"{CHECK}{case.number}/", {"how": "rework"}).status_code == 422
    client.post(f"{CHECK}{case.number}/", {"how": "rework", "text": "还有一盏不亮"})
    assert Case.objects.get(pk=case.pk).state == "handling"


@pytest.mark.parametrize("name", ["wang", "chen", "zhao", "he", "nobody"])
def test_others_do_not_check(city: City, desk: Desk, name: str) -> None:
    case = scenes.reported(city)
    client = desk(name)
    assert client.get(CHECK).status_code == 403
    assert client.post(f"{CHECK}{case.number}/", {"how": "on_site"}).status_code == 403
    assert Case.objects.get(pk=case.pk).state == "reported"


def test_a_case_that_needs_a_check_is_not_called_back_before_it(city: City) -> None:
    plain, checked_first = scenes.reported(city), market(city)
    assert tab(city, "call") == [plain.number]
    oversight.verify(
        case_id=checked_first.pk, actor=city.actor("wu"), at=later(hours=2), on_site=True
    )
    assert set(tab(city, "call")) == {plain.number, checked_first.number}


def test_a_good_answer_leads_to_closing_and_closing_to_the_next_case(
    city: City, desk: Desk
) -> None:
    case, following = scenes.reported(city), scenes.reported(city)
    client = desk("wang")
    answer = client.post(f"{CALLS}{case.number}/", HAPPY | {"version": case.version})
    assert answer["Location"] == f"{CALLS}{case.number}/"
    page = client.get(answer["Location"]).content.decode()
    assert "结案，下一件" in page
    case.refresh_from_db()
    answer = client.post(f"{CALLS}{case.number}/close/", {"version": case.version})
    assert answer["Location"] == f"{CALLS}{following.number}/"
    assert Case.objects.get(pk=case.pk).closing == "called_back"


def test_nobody_answers_three_times_and_then_the_case_may_be_closed(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    client = desk("wang")
    for tries in (1, 2, 3):
        case.refresh_from_db()
        client.post(f"{CALLS}{case.number}/", {"reached": "no", "version": case.version})
        where = "again" if tries < 3 else "close"
        assert tab(city, where) == [case.number]
        assert tab(city, "call") == []
    page = client.get(f"{CALLS}{case.number}/").content.decode()
    assert "本轮回访 3 / 3 次" in page
    assert "结案，下一件" in page


def test_answers_given_to_a_call_nobody_took_are_dropped(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    desk("wang").post(f"{CALLS}{case.number}/", HAPPY | {"reached": "no", "version": case.version})
    call = CallBack.objects.get(case=case)
    assert (call.reached, call.solved, call.satisfied, call.contacted) == (False, "", "", None)


def test_missing_answers_are_named_beside_the_questions(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    answer = desk("wang").post(
        f"{CALLS}{case.number}/",
        {"reached": "yes", "satisfied": "no", "version": case.version, "text": "说灯还不亮"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已接通，请选择。" in page
    assert "请写明未解决或不满意的原因。" in page
    assert "说灯还不亮" in page
    assert not CallBack.objects.exists()


def test_the_two_answers_that_count_are_marked_as_needed(city: City, desk: Desk) -> None:
    page = desk("wang").get(f"{CALLS}{scenes.reported(city).number}/").content.decode()
    assert page.count("（接通时必填）") == 2
    assert page.count("（未解决或不满意时必填）") == 1


def twice_on_the_phone(city: City) -> City:
    """胡丽 is a second operator, beside 王芳."""
    hu = Person.objects.create(username="hu", name="胡丽", password="!")
    Post.objects.create(person=hu, role="operator", unit=city.units["district"])
    city.people["hu"] = hu
    return city


def test_a_second_operator_sees_who_is_on_the_phone_and_is_led_on(
    city: City, desk: Desk, clock: Clock
) -> None:
    twice_on_the_phone(city)
    case, other = scenes.reported(city), scenes.reported(city)
    wang, hu = desk("wang"), desk("hu")
    url = f"{CALLS}{case.number}/"
    assert "正在回访" not in wang.get(url).content.decode()
    assert "正在回访" not in wang.get(url).content.decode()  # one's own is no hindrance
    page = hu.get(url).content.decode()
    assert "王芳 正在回访（12:00）" in page
    assert f"{CALLS}{other.number}/" in page
    assert "王芳 正在回访（12:00）" in hu.get(CALLS).content.decode()
    assert calls.next_to_call(city.actor("hu"), clock.at, other) is None


def test_a_call_may_be_taken_over(city: City, desk: Desk, clock: Clock) -> None:
    twice_on_the_phone(city)
    case = scenes.reported(city)
    wang, hu, url = desk("wang"), desk("hu"), f"{CALLS}{case.number}/"
    wang.get(url)
    clock.at = later(hours=3, minutes=2)
    assert hu.post(f"{url}take-over/")["Location"] == url
    assert "正在回访" not in hu.get(url).content.decode()
    assert "胡丽 正在回访（12:02）" in wang.get(url).content.decode()


def test_a_claim_ends_by_itself_and_with_the_call(city: City, desk: Desk, clock: Clock) -> None:
    twice_on_the_phone(city)
    case = scenes.reported(city)
    wang, hu, url = desk("wang"), desk("hu"), f"{CALLS}{case.number}/"
    wang.get(url)
    clock.at = later(hours=3) + HELD
    assert "正在回访" not in hu.get(url).content.decode()  # and now it is hers
    assert "胡丽 正在回访" in wang.get(url).content.decode()
    hu.post(url, {"reached": "no", "version": case.version})
    assert not CallClaim.objects.exists()


def test_a_claim_keeps_nobody_out_and_who_is_second_is_told_politely(
    city: City, desk: Desk
) -> None:
    twice_on_the_phone(city)
    case = scenes.reported(city)
    wang, hu, url = desk("wang"), desk("hu"), f"{CALLS}{case.number}/"
    wang.get(url)
    hu.post(url, HAPPY | {"version": case.version})
    second = wang.post(url, HAPPY | {"version": case.version, "text": "他说修好了"})
    assert second.status_code == 409
    page = second.content.decode()
    assert "胡丽" in page
    assert "他说修好了" in page
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in page  # sent again, it counts
    assert CallBack.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("name", ["li", "chen", "he"])
def test_others_take_no_call_over(city: City, desk: Desk, name: str) -> None:
    case = scenes.reported(city)
    assert desk(name).post(f"{CALLS}{case.number}/take-over/").status_code == 403
    assert not CallClaim.objects.exists()


def test_an_answer_that_contradicts_itself_is_pointed_out(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    client = desk("wang")
    client.post(
        f"{CALLS}{case.number}/",
        HAPPY | {"solved": "no", "why_not": "还没修好", "version": case.version},
    )
    page = client.get(f"{CALLS}{case.number}/").content.decode()
    assert "问题未解决，却表示满意" in page
    assert "结案，下一件" not in page
    assert "未解决却满意" in client.get(f"{CALLS}?tab=close").content.decode()


def test_an_unhappy_answer_goes_back_to_the_unit_with_words(city: City, desk: Desk) -> None:
    case = scenes.unhappy(city)
    client = desk("wang")
    assert client.post(f"{CALLS}{case.number}/rework/").status_code == 422
    client.post(f"{CALLS}{case.number}/rework/", {"text": "请再查线路", "version": case.version})
    assert Case.objects.get(pk=case.pk).state == "handling"


def test_the_phone_is_shown_only_by_a_journalled_act(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    client = desk("wang")
    page = client.get(f"{CALLS}{case.number}/").content.decode()
    assert "19900001111" not in page
    shown = client.post(f"/desk/case/{case.number}/reveal/", {"purpose": "回访"})
    assert "19900001111" in shown.content.decode()
    assert Entry.objects.filter(event="ReporterShown", subject_id=case.pk).count() == 1


def test_who_handled_the_case_cannot_call_back(city: City, desk: Desk) -> None:
    case = scenes.reported(city)
    city.people["chen"].posts.create(role="operator", unit=city.units["district"])
    answer = desk("chen").post(f"{CALLS}{case.number}/", HAPPY | {"version": case.version})
    assert answer.status_code == 422
    assert "不能由您核查或回访" in answer.content.decode()
    assert not CallBack.objects.exists()


def test_an_excuse_is_proposed_and_decided_by_somebody_else(city: City, desk: Desk) -> None:
    case = scenes.unhappy(city)
    desk("zhou").post(f"{CALLS}{case.number}/excuse/", {"text": "要求超出标准"})
    own = desk("zhou").get(f"{CALLS}?tab=excuses").content.decode()
    assert "须由另一位督办员审批" in own
    assert desk("zhou").post(f"{CALLS}{case.number}/decide/", {"grant": "yes"}).status_code == 403
    other = desk("gao")
    page = other.get(f"{CALLS}?tab=excuses").content.decode()
    assert "要求超出标准" in page
    assert "灯还是不亮" in page
    other.post(f"{CALLS}{case.number}/decide/", {"grant": "yes", "text": "同意"})
    assert calls.count_excuses(city.actor("gao")) == 0


@pytest.mark.parametrize("name", ["li", "chen", "zhao", "wu", "he", "nobody"])
def test_others_do_not_call_back(city: City, desk: Desk, name: str) -> None:
    case = scenes.reported(city)
    client = desk(name)
    for url in (CALLS, f"{CALLS}{case.number}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{CALLS}{case.number}/", HAPPY).status_code == 403
    assert client.post(f"{CALLS}{case.number}/close/").status_code == 403


def test_an_operator_sees_no_excuses(city: City, desk: Desk) -> None:
    assert desk("wang").get(f"{CALLS}?tab=excuses").status_code == 403


def test_sixty_rows_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    for _n in range(5):
        scenes.reported(city)
    constant(desk("wang"), CALLS, lambda: scenes.reported(city), more=30)
    constant(desk("wu"), CHECK, lambda: scenes.reported(city), more=5)


def test_sixty_cases_to_close_cost_as_many_queries_as_five(city: City, desk: Desk) -> None:
    for _n in range(5):
        scenes.called_back(city)
    constant(desk("wang"), f"{CALLS}?tab=close", lambda: scenes.unhappy(city), more=30)
