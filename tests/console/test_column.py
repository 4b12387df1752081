"""The column's desk: 白雪 writes, boxes, publishes; 陈静 answers; 吴斌 checks; others stay out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from huiying.column import actions as column
from huiying.column.models import Comment, Exposure
from tests.city import NOW, City, later
from tests.column.conftest import answered, drafted, published
from tests.column.test_pictures import chessboard
from tests.console.conftest import Desk

FORM = {
    "title": "幸福里门口三盏路灯不亮", "words": "入夜后没有照明。", "asked": "修复三盏路灯。",
    "place": "幸福里东门", "due": "2026-03-15",
}  # fmt: skip


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def write(client: Client, city: City, **more: object) -> Exposure:
    sent = {**FORM, "unit_id": city.unit("lamps"), "area_id": city.areas["quanhe"].pk, **more}
    response = client.post("/desk/column/new/", sent)
    assert response.status_code == 302, response.content.decode()
    return Exposure.objects.latest("pk")


def test_from_a_case_to_a_public_issue(city: City, desk: Desk) -> None:
    bai, case = desk("bai"), city.receive()
    page = bai.get(f"/desk/case/{case.number}/").content.decode()
    assert f"/desk/column/new/?case={case.number}" in page
    row = write(bai, city, case=case.number)
    assert row.case == case
    upload = SimpleUploadedFile("灯.jpg", chessboard())
    bai.post(f"/desk/column/{row.pk}/photos/", {"photos": upload, "moment": "before"})
    picture = row.pictures.get()
    page = bai.get(f"/desk/column/{row.pk}/").content.decode()
    assert "待处理，不公开" in page
    assert bai.post(f"/desk/column/{row.pk}/do/publish/", {"version": 2}).status_code == 422
    box = f"/desk/column/{row.pk}/photos/{picture.pk}/"
    assert "不能还原" in bai.get(box).content.decode()
    assert bai.post(box, {"boxes": ""}).status_code == 422
    assert bai.post(box, {"boxes": "[[0.1,0.1,0.3,0.3]]"}).status_code == 302
    row.refresh_from_db()
    done = bai.post(f"/desk/column/{row.pk}/do/publish/", {"version": row.version})
    assert done.status_code == 302
    public = Client().get(f"/column/{row.pk}/").content.decode()
    assert "幸福里门口三盏路灯不亮" in public
    assert f"/column/{row.pk}/photo/{picture.pk}/" in public
    for secret in (case.number, "刘洋", "19900001111", case.body):
        assert secret not in public


def test_the_unit_answers_and_the_inspector_checks(city: City, desk: Desk) -> None:
    row = published(city)
    chen = desk("chen")
    assert row.title in chen.get("/desk/column/").content.decode()
    act = f"/desk/column/{row.pk}/do/answer/"
    upload = SimpleUploadedFile("后.jpg", chessboard())
    sent = {"version": row.version, "text": "三盏灯已修好。", "photos": upload}
    assert chen.get(act).status_code == 200
    assert chen.post(act, sent).status_code == 302
    assert "三盏灯已修好。" in Client().get(f"/column/{row.pk}/").content.decode()
    wu = desk("wu")
    row.refresh_from_db()
    again = f"/desk/column/{row.pk}/do/reject/"
    assert "新的整改期限" in wu.get(again).content.decode()
    sent = {"version": row.version, "text": "还有一盏不亮。", "due": "2026-03-20"}
    assert wu.post(again, sent).status_code == 302
    page = Client().get(f"/column/{row.pk}/").content.decode()
    assert "复核不通过" in page
    assert "还有一盏不亮。" in page


def test_a_stale_page_and_a_wrong_date_say_so_and_keep_the_words(city: City, desk: Desk) -> None:
    row = answered(city)
    wu = desk("wu")
    act = f"/desk/column/{row.pk}/do/reject/"
    stale = wu.post(act, {"version": 1, "text": "还不行。", "due": "2026-03-20"})
    assert stale.status_code == 409
    assert "还不行。" in stale.content.decode()
    past = wu.post(act, {"version": row.version, "text": "还不行。", "due": "2026-03-01"})
    assert past.status_code == 422
    assert "必须晚于现在" in past.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("wang", 403), ("li", 403), ("guo", 403), ("he", 200), ("lin", 200)]
)
def test_who_may_enter(city: City, desk: Desk, name: str, status: int) -> None:
    assert desk(name).get("/desk/column/").status_code == status
    assert desk(name).get("/desk/column/new/").status_code == 403
    assert desk(name).get("/desk/column/comments/").status_code == 403


def test_another_unit_finds_nothing(city: City, desk: Desk) -> None:
    row = published(city)
    sun = desk("sun")
    assert row.title not in sun.get("/desk/column/").content.decode()
    for place in ("", "do/answer/", "photos/1/", "photos/1/file/", "edit/"):
        assert sun.get(f"/desk/column/{row.pk}/{place}").status_code in (403, 404), place
    assert (
        "在专栏曝光" not in desk("li").get(f"/desk/case/{city.receive().number}/").content.decode()
    )


def test_the_original_is_seen_by_editors_only(city: City, desk: Desk) -> None:
    row = published(city)
    column.answer(
        exposure_id=row.pk, text="好了。", uploads=[("a.jpg", chessboard())],
        actor=city.actor("chen"), at=later(hours=2),
    )  # fmt: skip
    picture = row.pictures.get()
    file = f"/desk/column/{row.pk}/photos/{picture.pk}/file/?original"
    seen = desk("bai").get(file)
    assert seen.status_code == 200
    assert b"".join(seen).startswith(b"\xff\xd8")
    for name in ("chen", "wu", "he"):
        assert desk(name).get(file).status_code == 404, name
    assert Client().get(file).status_code == 302
    assert Client().get(f"/column/{row.pk}/photo/{picture.pk}/").status_code == 404


def test_the_list_filters_and_goes_out_as_a_file(city: City, desk: Desk) -> None:
    published(city, title="没修的灯", due_at=later(hours=2))
    drafted(city, title="草稿里的坑")
    bai = desk("bai")
    page = bai.get("/desk/column/?late=on").content.decode()
    assert "没修的灯" in page
    assert "草稿里的坑" not in page
    text = bai.get("/desk/column/export.csv?state=draft")
    assert "草稿里的坑" in b"".join(text).decode("utf-8-sig")
    book = bai.get("/desk/column/export.xlsx")
    assert b"".join(book).startswith(b"PK")


def test_comments_are_read_shown_and_refused(city: City, desk: Desk) -> None:
    row = published(city)
    for key, text in (("a", "还是黑的。"), ("b", "骂人的话")):
        column.comment(exposure_id=row.pk, text=text, name="", key=key, at=NOW)
    first, second = Comment.objects.order_by("pk")
    bai = desk("bai")
    assert "还是黑的。" in bai.get("/desk/column/comments/").content.decode()
    bai.post(f"/desk/column/comments/{first.pk}/", {"how": "show"})
    assert bai.post(f"/desk/column/comments/{second.pk}/", {"how": "refuse"}).status_code == 422
    bai.post(f"/desk/column/comments/{second.pk}/", {"how": "refuse", "reason": "abuse"})
    page = Client().get(f"/column/{row.pk}/").content.decode()
    assert "还是黑的。" in page
    assert "骂人的话" not in page
    assert "骂人的话" in bai.get("/desk/column/comments/?standing=refused").content.decode()


def test_words_and_photos_are_edited_until_it_is_closed(city: City, desk: Desk) -> None:
    row = drafted(city)
    bai = desk("bai")
    edit = f"/desk/column/{row.pk}/edit/"
    assert bai.get(edit).status_code == 200
    sent = {**FORM, "title": "新标题", "unit_id": city.unit("lamps"), "version": row.version}
    assert bai.post(edit, sent).status_code == 302
    bad = bai.post(edit, {**sent, "words": "电话 19900001111", "version": row.version + 1})
    assert bad.status_code == 422
    assert "个人信息" in bad.content.decode()
    assert bai.get(f"/desk/column/{row.pk}/do/nothing/").status_code == 404
