"""The column in public: only what is published, comments held, figures that betray nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from huiying.column import actions as column
from huiying.column.models import Comment
from huiying.portal.column import COMMENTS
from huiying.scorecard.models import Tally
from tests.city import City, build, later
from tests.column.conftest import answered, drafted, published

KEY = "0" * 31


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(days=4))


def test_the_list_shows_what_is_published_and_what_is_late(city: City) -> None:
    published(city, title="逾期的灯")
    published(city, title="还早的坑", due_at=later(days=10), unit_id=city.unit("housing"))
    drafted(city, title="草稿")
    page = Client().get("/column/").content.decode()
    assert "逾期的灯" in page
    assert "已超期 1 天" in page
    assert "还剩 6 天" in page
    assert "草稿" not in page
    only = Client().get(f"/column/?unit={city.unit('housing')}").content.decode()
    assert "还早的坑" in only
    assert "逾期的灯" not in only
    feed = Client().get("/column/feed.atom?state=published")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "逾期的灯" in feed.content.decode()


def test_long_lists_go_on_and_back(city: City) -> None:
    for number in range(23):
        published(city, title=f"第{number}盏")
    first = Client().get("/column/").content.decode()
    assert "第22盏" in first
    assert "第1盏" not in first
    place = first.split("place=")[1].split('"')[0]
    second = Client().get(f"/column/?place={place}").content.decode()
    assert "第0盏" in second
    assert "上一页" in second


def test_what_was_published_last_stands_first(city: City) -> None:
    early = drafted(city, title="先起草的坑", due_at=later(days=10))
    published(city, title="先发布的灯")
    column.publish(exposure_id=early.pk, actor=city.actor("bai"), at=later(days=2))
    page = Client().get("/column/").content.decode()
    assert page.index("先起草的坑") < page.index("先发布的灯")
    for place in ("-99999", "x", "--1", "9" * 30, "²"):
        assert "先起草的坑" in Client().get("/column/", {"place": place}).content.decode()


def test_drafts_withdrawn_and_unknown_issues_are_the_same_nothing(city: City) -> None:
    draft = drafted(city)
    gone = published(city)
    column.withdraw(exposure_id=gone.pk, text="写错了。", actor=city.actor("bai"), at=later(days=1))
    answers = [Client().get(f"/column/{ident}/") for ident in (draft.pk, gone.pk, 99999)]
    assert {answer.status_code for answer in answers} == {404}
    for answer in answers:
        assert "三盏路灯" not in answer.content.decode()
    said = Client().post(f"/column/{draft.pk}/comment/", {"text": "看不到", "key": KEY + "1"})
    assert said.status_code == 404


def test_a_comment_is_held_and_a_number_in_it_is_warned_about(city: City) -> None:
    row = answered(city)
    client, place = Client(), f"/column/{row.pk}/comment/"
    warned = client.post(place, {"text": "打我 19900001111", "key": KEY + "1"})
    assert warned.status_code == 422
    assert "电话号码" in warned.content.decode()
    assert not Comment.objects.exists()
    again = {"text": "打我 19900001111", "seen": "打我 19900001111", "key": KEY + "1"}
    assert client.post(place, again).status_code == 302
    assert client.post(place, {"text": "灯还是黑的", "key": KEY + "2"}).status_code == 302
    assert client.post(place, {"text": "灯还是黑的", "key": KEY + "2"}).status_code == 302
    assert Comment.objects.count() == 2
    page = client.get(f"/column/{row.pk}/").content.decode()
    assert "灯还是黑的" not in page
    assert "收到您的评论" in page


def test_an_address_that_sends_too_much_waits(city: City) -> None:
    row = published(city)
    client = Client()
    sent = [
        client.post(f"/column/{row.pk}/comment/", {"text": "顶", "key": f"{n:032x}"})
        for n in range(COMMENTS + 1)
    ]
    assert [answer.status_code for answer in sent][-1] == 429
    assert 429 not in [answer.status_code for answer in sent][:-1]


@pytest.mark.parametrize("text", ["", "a" * 501])
def test_a_comment_that_cannot_be_taken_keeps_its_words(city: City, text: str) -> None:
    row = published(city)
    answer = Client().post(f"/column/{row.pk}/comment/", {"text": text, "key": KEY + "1"})
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_the_timeline_tells_what_everybody_may_know(city: City) -> None:
    row = answered(city)
    column.approve(exposure_id=row.pk, text="灯全亮了。", actor=city.actor("wu"), at=later(days=2))
    column.close(exposure_id=row.pk, actor=city.actor("bai"), at=later(days=3))
    page = Client().get(f"/column/{row.pk}/").content.decode()
    for words in ("公开曝光", "区城市管理委答复", "灯全亮了。", "销号"):
        assert words in page
    for name in ("白雪", "吴斌", "陈静"):
        assert name not in page


def test_an_area_tells_no_rates_of_a_few_cases(city: City) -> None:
    def told(count: int) -> str:
        Tally.objects.update_or_create(
            period="2026-03", unit_key=-1, area_key=city.areas["quanhe"].pk, category_key=-1,
            defaults={"counted": count, "responded": count, "solved": count, "satisfied": count},
        )  # fmt: skip
        Tally.objects.get_or_create(period="2026-03", unit_key=-1, area_key=-1, category_key=-1)
        return Client().get("/area/119916001/").content.decode()

    assert "共回访考核" not in told(4)
    assert "还不到 5 件" in told(4)
    assert "共回访考核 5 件" in told(5)
