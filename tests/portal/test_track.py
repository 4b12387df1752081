"""刘洋 looks where the case is, and reads only what is meant for a resident."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases import actions as cases
from huiying.cases.rules.workflow import State
from huiying.cases.tracking import tidy_code
from huiying.portal.limits import TRIES
from huiying.portal.plain import STANDING
from tests.city import City, build, later
from tests.console import scenes
from tests.files.samples import photo


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))


def test_the_start_page_is_plain_and_public(db: None) -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert "查询办理进度" in response.content.decode()


def test_search_engines_keep_out(db: None) -> None:
    assert "Disallow: /track/" in Client().get("/robots.txt").content.decode()


def test_the_code_leads_to_a_plain_sentence_with_unit_and_limit(city: City) -> None:
    case = scenes.handling(city)
    found = Client().post("/track/", {"code": case.tracking_code})
    assert found["Location"] == f"/track/{case.tracking_code}/"
    page = Client().get(found["Location"]).content.decode()
    assert "区城市管理委正在办理您的诉求，须在 3月12日 18:00 前办结。" in page


def test_a_code_is_found_however_it_is_typed(city: City) -> None:
    case = scenes.filed(city)
    for typed in (
        case.tracking_code.lower(),
        case.tracking_code.replace("-", " "),
        case.tracking_code.replace("0", "O").replace("1", "l"),
    ):
        assert Client().post("/track/", {"code": typed}).status_code == 302
    assert tidy_code("ｏｉ") == tidy_code("01")


def test_number_and_phone_lead_there_too(city: City) -> None:
    case = scenes.filed(city)
    given = {"number": case.number, "phone": "199-0000-1111"}
    assert Client().post("/track/", given).status_code == 302


@pytest.mark.parametrize("phone", ["19900001112", "***********"])
def test_a_wrong_phone_finds_nothing(phone: str, city: City) -> None:
    case = scenes.filed(city)
    response = Client().post("/track/", {"number": case.number, "phone": phone})
    assert response.status_code == 404
    assert "没有找到" in response.content.decode()


def test_nothing_given_says_what_to_give(db: None) -> None:
    response = Client().post("/track/", {"number": "HY20260310-00001-2"})
    assert response.status_code == 422
    assert "请填写查询码" in response.content.decode()


def test_only_public_words_are_on_the_page(city: City) -> None:
    case = scenes.handling(city)
    cases.note(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="内部备注不公开")
    cases.message(case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="明早来修。")
    page = Client().get(f"/track/{case.tracking_code}/").content.decode()
    assert "明早来修。" in page
    assert "内部备注不公开" not in page
    for private in ("陈静", "李强", "王芳", "19900001111", "刘洋", "刘*"):
        assert private not in page


def test_open_questions_stand_on_top(city: City) -> None:
    case = scenes.handling(city)
    asked = cases.ask(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="哪三盏？",
        due_at=later(days=2),
    )  # fmt: skip
    page = Client().get(f"/track/{case.tracking_code}/").content.decode()
    assert "哪三盏？" in page
    assert f"/q/{asked.token}/" in page


def test_only_shared_photos_are_shown(city: City) -> None:
    case = scenes.handling(city)
    shared, hidden = (
        cases.attach(
            case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), to_person=to_person,
            uploads=[SimpleUploadedFile(f"{size}.jpg", photo(size, size))],
        )[0]
        for size, to_person in ((300, True), (200, False))
    )  # fmt: skip
    client, place = Client(), f"/track/{case.tracking_code}/file"
    assert f"{place}/{shared.pk}/" in client.get(f"/track/{case.tracking_code}/").content.decode()
    answer = client.get(f"{place}/{shared.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert client.get(f"{place}/{hidden.pk}/").status_code == 404


def test_every_state_has_a_sentence() -> None:
    assert set(STANDING) == set(State)


def test_codes_cannot_be_tried_by_machine(db: None) -> None:
    client = Client()
    codes = [
        client.post("/track/", {"code": f"AAAA-BBBB-{n:05d}"}).status_code for n in range(TRIES + 1)
    ]
    assert codes[0] == 404
    assert codes[-1] == 429
