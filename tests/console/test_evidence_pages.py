"""周军 looks at doubts at the desk; 陈静 finds no door."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from huiying.evidence import seen
from huiying.evidence.looking import look
from huiying.evidence.models import Doubt
from huiying.exchange.models import Export
from tests.city import City, later
from tests.console.conftest import Clock, Desk
from tests.evidence.conftest import photo, report, sent, show

pytestmark = pytest.mark.django_db
LIST = "/desk/evidence/"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("huiying.evidence.pictures.known", seen.Seen())


@pytest.fixture
def doubt(city: City) -> Doubt:
    """The same photo in two cases."""
    for _ in range(2):
        case = sent(city)
        show(city, case, photo(3, told="2026:03:10 10:00:00", lon=116.4, lat=39.9))
        report(city, case)
        look(case.pk, later(hours=3))
    return Doubt.objects.get()


def test_an_empty_desk_says_when_something_appears(desk: Desk) -> None:
    page = desk("zhou").get(LIST).content.decode()
    assert "没有疑点" in page


def test_two_pictures_stand_side_by_side_with_what_is_known(desk: Desk, doubt: Doubt) -> None:
    client = desk("zhou")
    page = client.get(f"{LIST}{doubt.pk}/").content.decode()
    assert page.count("<figure>") == 2
    assert "相似度为 100％" in page
    assert "116.40000" in page
    assert "陈静" in page
    for which in ("this", "other"):
        answer = client.get(f"{LIST}{doubt.pk}/picture/{which}/")
        assert answer["Content-Type"] == "image/jpeg"
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    assert client.get(f"{LIST}{doubt.pk}/picture/third/").status_code == 404


def test_the_reason_is_asked_for_kept_and_shown(desk: Desk, doubt: Doubt) -> None:
    client, there = desk("zhou"), f"{LIST}{doubt.pk}/"
    empty = client.post(there, {"founded": "yes", "why": " "})
    assert "没有写判定的理由" in empty.content.decode()
    page = client.post(there, {"founded": "yes", "why": "同一张照片"}, follow=True)
    assert "同一张照片" in page.content.decode()
    assert "退回重办" in page.content.decode()
    again = desk("gao").post(there, {"founded": "no", "why": "我也看了"})
    assert again.status_code == 409
    assert "周军" in again.content.decode()
    assert "没有疑点" in client.get(LIST).content.decode()
    assert len(client.get(f"{LIST}?status=founded&sign=reused").context["rows"]) == 1
    assert len(client.get(f"{LIST}?status=founded&sign=far").context["rows"]) == 0


def test_leaders_read_and_decide_nothing(desk: Desk, doubt: Doubt) -> None:
    client, there = desk("he"), f"{LIST}{doubt.pk}/"
    assert "疑点由督办员判定" in client.get(there).content.decode()
    assert client.post(there, {"founded": "yes", "why": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["chen", "zhao", "wu", "wang", "li"])
def test_who_is_checked_finds_no_door_and_no_word_of_it(desk: Desk, doubt: Doubt, who: str) -> None:
    client = desk(who)
    for address in (LIST, f"{LIST}{doubt.pk}/", f"{LIST}{doubt.pk}/picture/this/",
                    f"{LIST}units/", f"{LIST}export.csv"):  # fmt: skip
        assert client.get(address).status_code == 403, address
    case = client.get(f"/desk/case/{doubt.case.number}/").content.decode()
    assert "疑点" not in case


def test_lists_leave_as_files_that_are_recorded(desk: Desk, doubt: Doubt) -> None:
    client = desk("lin")
    text = b"".join(client.get(f"{LIST}export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "照片重复使用" in text
    units = b"".join(client.get(f"{LIST}units/export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "区城市管理委" in units
    assert Export.objects.filter(what="doubts").count() == 2
    page = client.get(f"{LIST}units/").content.decode()
    assert "0.0%–" in page


def test_a_page_of_doubts_costs_the_same_however_many_there_are(
    city: City, desk: Desk, clock: Clock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = desk("zhou")

    def raised(count: int) -> None:
        for _ in range(count):
            case = sent(city)
            report(city, case, at=later(minutes=1))
            look(case.pk, later(hours=1))

    raised(2)
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)
    raised(6)
    with django_assert_max_num_queries(8):
        client.get(LIST)
