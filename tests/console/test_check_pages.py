"""周军 plans at the desk, 吴斌 looks with a telephone, the figures say how sure they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from huiying.cases.models import Case
from huiying.exchange.models import Export
from huiying.sampling import drawing
from huiying.sampling.models import Check, Plan
from tests.city import City, later
from tests.console.conftest import Desk
from tests.files import samples
from tests.sampling.conftest import planned, reported

pytestmark = pytest.mark.django_db
LIST = "/desk/checks/"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def check(city: City) -> Check:
    planned(city)
    reported(city, lon=116.0, lat=40.0)
    drawing.run_due(later(hours=2, minutes=30))
    return Check.objects.get()


def test_empty_pages_say_what_will_come(desk: Desk) -> None:
    assert "没有待核查的任务" in desk("wu").get(LIST).content.decode()
    zhou = desk("zhou")
    for path, words in (("results/", "还没有抽查结果"), ("plans/", "还没有抽查方案"),
                        ("figures/", "还没有结果")):  # fmt: skip
        assert words in zhou.get(LIST + path).content.decode()


def test_a_plan_is_made_and_ended(desk: Desk) -> None:
    zhou = desk("zhou")
    given = {"title": "月度", "after": "reported", "percent": "10", "least": "1",
             "second_percent": "10", "days": "", "category_id": ""}  # fmt: skip
    assert zhou.post(f"{LIST}plans/new/", given | {"percent": "0"}).status_code == 422
    assert "月度" in zhou.post(f"{LIST}plans/new/", given, follow=True).content.decode()
    ended = zhou.post(f"{LIST}plans/{Plan.objects.get().pk}/end/", follow=True)
    assert "已停止" in ended.content.decode()
    assert desk("wu").get(f"{LIST}plans/new/").status_code == 403


def test_an_inspector_says_what_was_found_with_photo_and_place(desk: Desk, check: Check) -> None:
    wu, there = desk("wu"), f"{LIST}{check.pk}/"
    page = wu.get(there).content.decode()
    assert "已修好" in page
    assert "19900001111" not in page
    empty = wu.post(there, {"text": ""})
    assert empty.status_code == 422
    photo = SimpleUploadedFile("现场.jpg", samples.photo(), "image/jpeg")
    said = {"real": "no", "text": "灯没亮", "lon": "116.0", "lat": "40.0", "photo": photo}
    assert "已记下核查结果" in wu.post(there, said, follow=True).content.decode()
    check.refresh_from_db()
    assert (check.real, check.metres, check.acted) == (False, 0, "rework")
    assert Case.objects.get(pk=check.case_id).state == "handling"
    again = wu.post(there, {"real": "yes", "text": "亮了"})
    assert again.status_code == 409
    assert check.case.number in wu.get(f"{LIST}?done=1").content.decode()


def test_who_watches_sees_the_result_its_photo_and_the_figures(desk: Desk, check: Check) -> None:
    photo = SimpleUploadedFile("现场.jpg", samples.photo(), "image/jpeg")
    desk("wu").post(f"{LIST}{check.pk}/", {"real": "no", "text": "灯没亮", "photo": photo})
    zhou, there = desk("zhou"), f"{LIST}results/{check.pk}/"
    page = zhou.get(there).content.decode()
    assert "灯没亮" in page
    assert "已退回重办" in page
    picture = zhou.get(f"{there}photo/")
    assert b"".join(picture.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    assert zhou.get(f"{there}photo/?second").status_code == 404
    figures = zhou.get(f"{LIST}figures/").content.decode()
    assert "区城市管理委" in figures
    assert "100.0%" in figures
    assert len(zhou.get(f"{LIST}results/?real=yes").context["rows"]) == 0
    text = b"".join(zhou.get(f"{LIST}results/export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "不属实" in text
    assert Export.objects.get().what == "checks"


@pytest.mark.parametrize("who", ["chen", "zhao", "wang", "li"])
def test_who_is_checked_has_no_desk_for_it(desk: Desk, check: Check, who: str) -> None:
    for path in ("", f"{check.pk}/", "results/", "plans/", "figures/", f"results/{check.pk}/"):
        assert desk(who).get(LIST + path).status_code == 403
