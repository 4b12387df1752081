"""The pages of the knowledge desk, and an answer given from it while 刘洋 is on the line."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.cases.models import Case
from huiying.knowledge.models import Article, Use
from huiying.knowledge.types import Article as Row
from tests.city import City
from tests.console.conftest import Desk
from tests.console.test_operator import call
from tests.knowledge.conftest import drafted, published


def written(city: City, **more: Any) -> dict[str, Any]:
    said = {
        "title": "路灯不亮怎样报修",
        "body": "由区城市管理委维修。",
        "unit_id": city.unit("lamps"),
        "category_ids": [city.categories["lamp"].pk],
        "review_on": "2026-09-10",
    }
    return said | more


def one(row: Row, tail: str = "") -> str:
    return f"/desk/knowledge/{row.pk}/{tail}"


def test_written_by_a_handler_published_by_the_editor_read_by_the_operator(
    city: City, desk: Desk
) -> None:
    chen, bai, wang = desk("chen"), desk("bai"), desk("wang")
    answer = chen.post("/desk/knowledge/new/", written(city), follow=True)
    row = Article.objects.get()
    assert "还没有发布" in answer.content.decode()
    assert wang.get(one(row)).status_code == 404
    assert chen.get(one(row, "do/publish/")).status_code == 403
    assert bai.get(one(row, "do/publish/")).status_code == 200
    bai.post(one(row, "do/publish/"), {"version": row.version})
    page = wang.get(one(row)).content.decode()
    assert "由区城市管理委维修" in page
    assert "/edit/" not in page
    assert wang.get(one(row, "edit/")).status_code == 403


def test_who_writes_at_the_same_time_keeps_the_words_and_is_told(city: City, desk: Desk) -> None:
    row = drafted(city)
    mine = written(city, version=row.version, body="我写的")
    assert desk("bai").post(one(row, "edit/"), mine).status_code == 302
    late = desk("chen").post(one(row, "edit/"), {**mine, "body": "他写的"})
    assert late.status_code == 409
    assert "他写的" in late.content.decode()


def test_versions_are_compared_in_one_text(city: City, desk: Desk) -> None:
    row = published(city)
    bai = desk("bai")
    bai.post(one(row, "edit/"), written(city, version=row.version, body="24 小时内到场。"))
    page = bai.get(one(row, "versions/")).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    assert "24" not in desk("wang").get(one(row, "versions/")).content.decode()


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", True), ("?q=报修", True), ("?q=社保", False), ("?state=retired", False),
        ("?state=nonsense", True), ("?review=due", False), ("?sort=used", True), ("?place=7", True),
        ("?sort=best", True), ("?public=on", False),
    ],
)  # fmt: skip
def test_the_list_keeps_its_filters_in_its_address(
    query: str, there: bool, city: City, desk: Desk
) -> None:
    published(city)
    page = desk("wang").get(f"/desk/knowledge/{query}")
    assert page.status_code == 200
    assert ("路灯不亮怎样报修" in page.content.decode()) is there


def test_the_list_goes_out_as_a_file_and_comes_in_again(city: City, desk: Desk) -> None:
    published(city)
    out = desk("bai").get("/desk/knowledge/export.csv?q=报修")
    assert out.status_code == 200
    table = b"".join(out.streaming_content)  # type: ignore[attr-defined]
    file = SimpleUploadedFile("knowledge.csv", table)
    page = desk("bai").post("/desk/knowledge/import/", {"file": file}).content.decode()
    assert "没有变化 1 条" in page
    bad = SimpleUploadedFile("x.csv", "标题,答复口径,责任单位,复核日期\n一,二,三,四\n".encode())
    answer = desk("bai").post("/desk/knowledge/import/", {"file": bad})
    assert answer.status_code == 422
    assert "第 2 行" in answer.content.decode()
    assert desk("bai").post("/desk/knowledge/import/").status_code == 422
    assert desk("wang").get("/desk/knowledge/import/").status_code == 403


def test_the_operator_finds_an_article_answers_with_it_and_the_case_says_so(
    city: City, desk: Desk
) -> None:
    row = published(city)
    wang = desk("wang")
    found = wang.get("/desk/operator/known/", {"know": "报修"}).content.decode()
    assert f'value="{row.published_id}"' in found
    given = call(city, outcome="answer", text="由城市管理委维修。", articles=[row.published_id])
    wang.post("/desk/operator/", given)
    case = Case.objects.get()
    assert case.state == "closed"
    page = wang.get(f"/desk/case/{case.number}/").content.decode()
    assert "答复依据" in page
    assert "按知识库的口径答复" in page
    assert Use.objects.get().case == case


def test_what_was_chosen_stays_chosen_while_more_is_looked_for(city: City, desk: Desk) -> None:
    row = published(city)
    wang = desk("wang")
    page = wang.get(
        "/desk/operator/known/", {"know": "井盖", "articles": str(row.published_id)}
    ).content.decode()
    assert "已选作答复依据" in page
    assert "checked" in page
    again = wang.post(
        "/desk/operator/", call(city, title="", articles=[row.published_id])
    ).content.decode()
    assert "已选作答复依据" in again


@pytest.mark.parametrize("articles", [["x"], ["999999"], ["9" * 30]])
def test_articles_that_there_are_not_are_refused_and_no_case_is_made(
    articles: list[str], city: City, desk: Desk
) -> None:
    answer = desk("wang").post("/desk/operator/", call(city, articles=articles))
    assert answer.status_code in (404, 422)
    assert not Case.objects.exists()


def test_everybody_reads_what_is_public_and_nothing_else(city: City, client: Client) -> None:
    row = published(city, public=True)
    published(city, title="只给话务员")
    page = client.get("/faq/").content.decode()
    assert "路灯不亮怎样报修" in page
    assert "只给话务员" not in page
    assert "3 天" in client.get(f"/faq/{row.pk}/").content.decode()
    assert client.get(f"/faq/{row.pk + 1}/").status_code == 404
    assert "没有找到" in client.get("/faq/?q=社保").content.decode()
