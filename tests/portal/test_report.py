"""刘洋 reports from a phone, without an account and without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases import services
from huiying.cases.models import Attachment, Case
from huiying.cases.open_models import Question
from huiying.cases.public_models import PublicRule, Stop, Voice
from huiying.portal.reporting import REPORTS
from tests.city import City, build, later
from tests.files.samples import photo

KEY = "0123456789abcdef" * 2
WORDS = {"key": KEY, "text": "小区东门三盏路灯不亮。晚上看不清。", "kind": "complaint"}


@pytest.fixture
def city(db: None) -> City:
    Stop.objects.all().delete()
    services.forget()
    return build()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))


def filled(city: City, **more: Any) -> dict[str, Any]:
    place = {"address": "幸福里东门", "area_id": city.areas["quanhe"].pk}
    return {**WORDS, **place, "step": "send", "go": "send", "passed": "yes", **more}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_first_page_gives_a_fresh_key(city: City) -> None:
    keys = {
        re.findall(r'name="key" value="([0-9a-f]{32})"', text_of(Client().get("/report/")))[0]
        for _ in range(2)
    }
    assert len(keys) == 2


def test_three_steps_without_a_script_end_in_a_number_and_a_code(city: City) -> None:
    client = Client()
    where = text_of(client.post("/report/", {**WORDS, "step": "what", "go": "next"}))
    assert "第 2 步" in where
    assert WORDS["text"] in where  # carried as a hidden field
    send = text_of(client.post("/report/", filled(city, step="where", go="next")))
    assert "第 3 步" in send
    assert not Case.objects.exists()
    done = client.post("/report/", filled(city, name="刘洋", phone="19900001111"))
    case = Case.objects.get()
    assert done["Location"] == f"/report/done/{case.tracking_code}/"
    page = text_of(client.get(done["Location"]))
    assert case.number in page
    assert case.tracking_code in page
    assert (case.channel, case.state, case.area_id) == (
        "web", "filed", city.areas["quanhe"].pk,
    )  # fmt: skip
    assert case.title == "小区东门三盏路灯不亮"
    assert case.reporter is not None


def test_the_way_back_loses_nothing(city: City) -> None:
    page = text_of(Client().post("/report/", filled(city, step="send", go="back")))
    assert "第 2 步" in page
    assert "幸福里东门" in page
    assert WORDS["text"] in page


def test_a_double_click_is_one_case(city: City) -> None:
    client = Client()
    first = client.post("/report/", filled(city))
    second = client.post("/report/", filled(city))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("key", ["", "short", "g" * 32, KEY.upper()])
def test_a_key_that_could_be_guessed_is_refused(city: City, key: str) -> None:
    assert Client().post("/report/", filled(city, key=key)).status_code == 422
    assert not Case.objects.exists()


def test_nobody_need_give_a_name(city: City) -> None:
    Client().post("/report/", filled(city))
    assert Case.objects.get().reporter is None


def test_what_is_broken_is_somewhere_but_a_question_need_not_be(city: City) -> None:
    nowhere = filled(city, address="", area_id="")
    refused = Client().post("/report/", nowhere)
    assert refused.status_code == 422
    assert "请告诉我们在哪里" in text_of(refused)
    assert Client().post("/report/", {**nowhere, "kind": "consultation"}).status_code == 302


def test_where_i_stand_is_enough_and_nonsense_is_dropped(city: City) -> None:
    here = filled(city, address="", area_id="", lon="119.91601", lat="32.45601")
    assert Client().post("/report/", here).status_code == 302
    assert Case.objects.get().lon == pytest.approx(119.91601)
    wrong = filled(city, key="f" * 32, address="", area_id="", lon="abc", lat="nan")
    assert Client().post("/report/", wrong).status_code == 422


def test_a_photo_is_kept_and_seen_again_when_tracking(city: City) -> None:
    upload = SimpleUploadedFile("灯.jpg", photo())
    Client().post("/report/", filled(city, photos=upload))
    case, kept = Case.objects.get(), Attachment.objects.get()
    assert kept.to_person
    page = text_of(Client().get(f"/track/{case.tracking_code}/"))
    assert f"/file/{kept.pk}/" in page


def test_a_bad_photo_keeps_the_form_and_makes_no_case(city: City) -> None:
    upload = SimpleUploadedFile("灯.jpg", b"nothing")
    refused = Client().post("/report/", filled(city, photos=upload))
    assert refused.status_code == 422
    assert WORDS["text"] in text_of(refused)
    assert not Case.objects.exists()


def test_fire_words_stop_the_form_until_they_are_answered(city: City) -> None:
    Stop.objects.create(name="火情", words="着火", message="请立即拨打 119。", phone="119")
    words = {**WORDS, "text": "三楼着火了", "step": "what"}
    stopped = Client().post("/report/", {**words, "go": "next"})
    assert stopped.status_code == 422
    assert "tel:119" in text_of(stopped)
    assert "第 2 步" in text_of(Client().post("/report/", {**words, "go": "pass"}))


def test_a_final_answer_cannot_be_passed(city: City) -> None:
    Stop.objects.create(name="法院", words="判决", message="请拨打 12368。", final=True)
    sent = Client().post("/report/", filled(city, text="不服判决"))
    assert sent.status_code == 422
    assert not Case.objects.exists()


def test_a_phone_that_sends_by_itself_is_told_whom_to_call(city: City) -> None:
    Stop.objects.create(name="火情", words="着火", message="请立即拨打。", phone="119", final=True)
    sent = Client().post("/report/", filled(city, text="三楼着火了", later="1"),
                         headers={"accept": "application/json"})  # fmt: skip
    assert sent.status_code == 422
    assert sent.json()["errors"] == ["请立即拨打。 119"]
    assert not Case.objects.exists()


def test_contacts_in_the_text_are_pointed_out(city: City) -> None:
    page = Client().post("/report/", filled(city, text="灯坏了，打13800138000", step="where",
                                            go="next"))  # fmt: skip
    assert "内容里好像有个人信息" in text_of(page)


def test_the_preview_says_what_becomes_public(city: City) -> None:
    ask = {"step": "where", "go": "next", "category_id": city.categories["lamp"].pk}
    assert "不会自动公开" in text_of(Client().post("/report/", filled(city, **ask)))
    PublicRule.objects.create(category=city.categories["lamp"])
    assert "泉河街道，路灯" in text_of(Client().post("/report/", filled(city, **ask)))


def test_me_too_joins_the_case_and_makes_no_second(city: City) -> None:
    PublicRule.objects.create(category=city.categories["lamp"])
    there = city.receive()
    client = Client()
    page = text_of(client.post("/report/", filled(city, step="where", go="next")))
    assert f'name="join" value="{there.number}"' in page
    joined = [client.post("/report/", filled(city, join=there.number)) for _ in range(2)]
    voice = Voice.objects.get()
    assert {one["Location"] for one in joined} == {f"/follow/{voice.code}/"}
    assert Case.objects.count() == 1
    followed = text_of(client.get(f"/follow/{voice.code}/"))
    assert there.number in followed
    assert there.body not in followed
    feed = client.get(f"/follow/{voice.code}/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")


def test_a_draft_sent_later_gets_its_number_as_json(city: City) -> None:
    client = Client()
    bad = SimpleUploadedFile("x.jpg", b"nothing")
    answer = client.post("/report/", filled(city, later="1", photos=bad),
                         headers={"accept": "application/json"})  # fmt: skip
    told = answer.json()
    case = Case.objects.get()
    assert (told["number"], told["code"]) == (case.number, case.tracking_code)
    assert len(told["refused"]) == 1
    wrong = client.post("/report/", filled(city, text=""), headers={"accept": "application/json"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"]


def test_a_draft_needs_its_mark_from_the_server(city: City) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/report/", filled(city)).status_code == 403
    mark = strict.get("/report/ready/").json()["csrf"]
    assert strict.post("/report/", filled(city, csrfmiddlewaretoken=mark)).status_code == 302


def test_the_worker_minds_only_the_report_pages(city: City) -> None:
    script = Client().get("/report/worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert script["Service-Worker-Allowed"] == "/report/"
    assert "/report/offline/" in text_of(script)


def test_an_unknown_receipt_is_nothing(db: None) -> None:
    assert Client().get("/report/done/AAAA-BBBB-CCCCC/").status_code == 404


def test_nobody_floods_the_desk(city: City) -> None:
    client = Client()
    codes = [
        client.post("/report/", filled(city, key=f"{n:032x}")).status_code
        for n in range(REPORTS + 1)
    ]
    assert set(codes[:-1]) == {302}
    assert codes[-1] == 429


def _asked(city: City, code: str, datatype: str, **more: Any) -> None:
    Question.objects.create(
        category=city.categories["lamp"], code=code, description=more.pop("description", code),
        datatype=datatype, **more,
    )  # fmt: skip
    services.forget()


def test_a_category_asks_its_questions_and_the_answers_are_kept(city: City) -> None:
    _asked(city, "pole", "string", description="灯杆编号", required=True)
    _asked(city, "count", "number", description="几盏")
    _asked(city, "when", "multivaluelist", description="什么时候", values="eve 傍晚\nnight 整夜")
    _asked(city, "note", "string", description="灯杆上有电，请不要碰。", asked=False)
    client, lamp = Client(), city.categories["lamp"].pk
    page = text_of(client.post("/report/", filled(city, step="where", go="next", category_id=lamp)))
    for words in ("灯杆编号", "（必填）", "几盏", "傍晚", "灯杆上有电，请不要碰。"):
        assert words in page
    assert "errorlist" not in page
    missed = client.post("/report/", filled(city, category_id=lamp, ask_count="三"))
    assert missed.status_code == 422
    assert "这一项必填。" in text_of(missed)
    assert "应为数字。" in text_of(missed)
    assert not Case.objects.exists()
    client.post(
        "/report/",
        filled(
            city, category_id=lamp, ask_pole="D-17", ask_count="3", ask_when=["eve", "night"],
        ),
    )  # fmt: skip
    case = Case.objects.get()
    assert case.extra["answers"] == {"灯杆编号": "D-17", "几盏": "3", "什么时候": "傍晚、整夜"}
    assert "灯杆编号：D-17" in case.body


def test_going_back_keeps_what_was_answered(city: City) -> None:
    _asked(city, "pole", "string", description="灯杆编号")
    lamp = city.categories["lamp"].pk
    back = Client().post("/report/", filled(city, go="back", category_id=lamp, ask_pole="D-17"))
    assert 'name="ask_pole" value="D-17"' in text_of(back)


def test_without_a_category_nothing_more_is_asked(city: City) -> None:
    _asked(city, "pole", "string", description="灯杆编号", required=True)
    Client().post("/report/", filled(city))
    assert Case.objects.count() == 1
