"""刘洋, or a power company, answers over a link without an account."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases import actions as cases
from huiying.cases.models import Attachment, Request
from huiying.portal.limits import ANSWERS
from tests.city import City, build, later
from tests.console import scenes
from tests.files.samples import photo


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(hours=3))


@pytest.fixture
def asked(city: City) -> Request:
    case = scenes.handling(city)
    cases.note(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=1), text="内部：此人多次来电"
    )
    return cases.ask(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2),
        text="请问是哪三盏灯？", due_at=later(days=2),
    )  # fmt: skip


def test_the_link_shows_the_question_and_nothing_internal(asked: Request) -> None:
    response = Client().get(f"/q/{asked.token}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "请问是哪三盏灯？" in page
    assert "2026-03-12" in page
    assert "区城市管理委" in page
    assert "内部" not in page
    assert "19900001111" not in page
    assert "幸福里小区门口三盏路灯一周没亮" not in page
    assert response["X-Robots-Tag"].startswith("noindex")
    assert response["Referrer-Policy"] == "same-origin"


def test_an_answer_with_a_photo_reaches_the_case_once(asked: Request) -> None:
    upload = SimpleUploadedFile("a.jpg", photo())
    first = Client().post(f"/q/{asked.token}/", {"text": "东门的三盏。", "photos": upload})
    assert first.status_code == 302
    asked.refresh_from_db()
    assert asked.status == "answered"
    assert asked.answer is not None
    assert asked.answer.text == "东门的三盏。"
    assert Attachment.objects.get().note_id == asked.answer_id
    page = Client().get(f"/q/{asked.token}/").content.decode()
    assert "已收到答复" in page
    assert "东门的三盏" not in page
    second = Client().post(f"/q/{asked.token}/", {"text": "又一次"})
    assert second.status_code == 409


def test_an_empty_answer_is_asked_for_again(asked: Request) -> None:
    response = Client().post(f"/q/{asked.token}/", {"text": " "})
    assert response.status_code == 422
    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_a_bad_photo_does_not_use_up_the_link(asked: Request) -> None:
    upload = SimpleUploadedFile("a.jpg", b"not a photo at all")
    response = Client().post(f"/q/{asked.token}/", {"text": "东门的三盏。", "photos": upload})
    assert response.status_code == 422
    assert "东门的三盏。" in response.content.decode()
    asked.refresh_from_db()
    assert asked.status == "waiting"


def test_an_outside_party_answers_its_task(city: City) -> None:
    case = scenes.handling(city)
    task = cases.entrust(
        case_id=case.pk, actor=city.actor("chen"), at=later(hours=2), party="供电公司",
        text="请检查线路。", due_at=later(days=2),
    )  # fmt: skip
    assert "供电公司" in Client().get(f"/q/{task.token}/").content.decode()
    Client().post(f"/q/{task.token}/", {"text": "已检查。"})
    task.refresh_from_db()
    assert task.status == "answered"
    assert not task.answer.to_person  # type: ignore[union-attr]


def test_a_late_answer_is_told_so(asked: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(days=3))
    assert "答复时间已过" in Client().get(f"/q/{asked.token}/").content.decode()
    late = Client().post(f"/q/{asked.token}/", {"text": "迟到的答复"})
    assert late.status_code == 409
    asked.refresh_from_db()
    assert asked.status == "waiting"  # the worker ends it


def test_a_withdrawn_question_needs_no_answer(city: City, asked: Request) -> None:
    cases.withdraw_request(
        case_id=asked.case_id, request_id=asked.pk, actor=city.actor("chen"), at=later(hours=2)
    )
    assert "不需要再答复了" in Client().get(f"/q/{asked.token}/").content.decode()


def test_an_unknown_link_says_how_to_mend_it(db: None) -> None:
    response = Client().get("/q/NOSUCHTOKEN/")
    assert response.status_code == 404
    assert "没有复制完整" in response.content.decode()


def test_nobody_can_try_links_by_machine(db: None) -> None:
    client = Client()
    codes = [client.get(f"/q/TRY{n}/").status_code for n in range(ANSWERS + 1)]
    assert codes[0] == 404
    assert codes[-1] == 429
