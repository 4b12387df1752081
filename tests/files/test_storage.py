"""Files on the disk: written whole, kept once, let go of when nobody needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from huiying.cases import actions as cases
from huiying.files.actions import discard, remove_if, store
from huiying.files.models import StoredFile
from huiying.files.places import path_of, thumbnail_of
from huiying.files.queries import unreferenced
from huiying.files.rules.refusals import TooBig
from huiying.files.serving import response
from huiying.files.tasks import forget_orphans
from tests.city import NOW, build, later
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path / "files"
    yield tmp_path / "files"
    left = list(tmp_path.rglob("*.part"))
    assert left == [], "a draft was left behind"


def on_disk(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_photo_lies_under_its_own_digest(media: Path) -> None:
    file = store(samples.photo(), "路灯.jpg", NOW)
    place = path_of(file.digest)
    assert place == media / file.digest[:2] / file.digest[2:4] / file.digest
    assert place.stat().st_size == file.size
    assert thumbnail_of(file.digest).exists()
    assert (file.media_type, file.width, file.height) == ("image/jpeg", 640, 480)


def test_the_same_content_is_kept_once(media: Path) -> None:
    first = store(samples.photo(), "甲.jpg", NOW)
    again = store(SimpleUploadedFile("乙.jpg", samples.photo()), "乙.jpg", later(hours=2))
    assert again.pk == first.pk
    assert StoredFile.objects.get().stored_at == later(hours=2)
    assert len(on_disk(media)) == 2  # the photo and its thumbnail


def test_a_file_that_was_lost_comes_back_with_the_next_upload() -> None:
    file = store(samples.photo(), "甲.jpg", NOW)
    path_of(file.digest).unlink()
    store(samples.photo(), "甲.jpg", NOW)
    assert path_of(file.digest).exists()


def test_an_upload_beyond_the_limit_is_not_even_read(settings: Settings) -> None:
    settings.FILES_MOST_BYTES = 1000
    upload = SimpleUploadedFile("大图.jpg", samples.photo())
    with pytest.raises(TooBig):
        store(upload, "大图.jpg", NOW)
    assert upload.tell() == 0


def test_a_write_that_fails_leaves_nothing(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store(samples.wav(), "录音.wav", NOW)
    assert on_disk(media) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_people_upload_the_same_photo_at_once(media: Path) -> None:
    def upload(number: int) -> int:
        try:
            return store(samples.photo(), f"{number}.jpg", NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        idents = set(pool.map(upload, range(12)))
    assert idents == {StoredFile.objects.get().pk}
    assert len(on_disk(media)) == 2


def test_what_a_case_refers_to_is_not_let_go(media: Path) -> None:
    city = build()
    case = city.receive()
    actor = city.actor("wang")
    cases.attach(case_id=case.pk, actor=actor, at=NOW, uploads=[("灯.jpg", samples.photo())])
    free = store(samples.wav(), "录音.wav", NOW)
    assert [file.pk for file in unreferenced()] == [free.pk]
    assert forget_orphans(later(days=30)) == 1
    assert StoredFile.objects.count() == 1
    assert StoredFile.objects.get().media_type == "image/jpeg"


@pytest.mark.django_db(transaction=True)
def test_orphans_go_after_a_day_with_their_bytes(media: Path) -> None:
    store(samples.photo(), "灯.jpg", NOW)
    assert forget_orphans(later(hours=23)) == 0
    assert len(on_disk(media)) == 2
    assert forget_orphans(later(hours=25)) == 1
    assert on_disk(media) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_stored_just_now_waits_for_the_form_it_belongs_to() -> None:
    file = store(samples.photo(), "灯.jpg", NOW)
    assert discard([file.pk], later(minutes=30)) == 0
    assert path_of(file.digest).exists()
    assert discard([file.pk], later(minutes=61)) == 1
    assert not path_of(file.digest).exists()


def test_bytes_wanted_again_at_the_last_moment_stay(media: Path) -> None:
    place = media / "aa" / "bb" / "x"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"old")
    assert not remove_if(place, lambda _aside: False)
    assert place.read_bytes() == b"old"
    assert remove_if(place, lambda _aside: True)
    assert not remove_if(place, lambda _aside: True)


def test_what_a_broken_off_upload_left_on_the_disk_is_swept_within_a_day(media: Path) -> None:
    file = store(samples.photo(), "灯.jpg", NOW)
    stray = media / "3c" / "ff" / f".{'3c' * 32}.abc.part"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"half")
    now = datetime.now(tz=NOW.tzinfo)
    StoredFile.objects.update(stored_at=now)
    for hour in range(24):
        assert forget_orphans(now + timedelta(hours=hour, minutes=-5)) == 0
    StoredFile.objects.update(stored_at=now + timedelta(days=3))
    gone = sum(forget_orphans(now + timedelta(days=2, hours=hour)) for hour in range(24))
    assert gone == 1
    assert on_disk(media) == sorted([file.digest, f"{file.digest}.thumb"])


def served(
    file: StoredFile, name: str, *, thumbnail: bool = False, headers: dict[str, str] | None = None
) -> HttpResponse:
    request = RequestFactory().get("/f", headers=headers)
    answer = response(request, file, name, thumbnail=thumbnail)
    return answer  # type: ignore[return-value]


def body(answer: HttpResponse) -> bytes:
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    return data


def test_a_photo_is_shown_under_its_chinese_name_and_can_do_nothing_else() -> None:
    file = store(samples.photo(), "x", NOW)
    answer = served(file, "路灯 不亮.jpg")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''%E8%B7%AF")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Security-Policy"].startswith("sandbox;")
    assert len(body(answer)) == file.size


def test_a_paper_is_only_offered_for_download() -> None:
    answer = served(store(samples.office(), "x", NOW), "合同.docx")
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_type_that_is_not_on_the_list_is_plain_bytes_for_download() -> None:
    file = store(samples.wav(), "x", NOW)
    file.media_type = "text/html"
    answer = served(file, "x.html")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_the_thumbnail_is_smaller_and_a_paper_has_none() -> None:
    photo, paper = store(samples.photo(), "x", NOW), store(samples.pdf(), "x", NOW)
    small = served(photo, "灯.jpg", thumbnail=True)
    assert small["Content-Type"] == "image/webp"
    assert len(body(small)) < photo.size
    assert body(served(paper, "通知.pdf", thumbnail=True)) == samples.pdf()


def test_what_the_browser_has_already_is_not_sent_again() -> None:
    file = store(samples.photo(), "x", NOW)
    first = served(file, "灯.jpg")
    first.close()
    again = served(file, "灯.jpg", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_recording_can_be_heard_from_the_middle() -> None:
    file = store(samples.wav(), "x", NOW)
    whole = body(served(file, "录音.wav"))
    part = served(file, "录音.wav", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{file.size}")
    assert body(part) == whole[100:200]
    assert served(file, "录音.wav", headers={"Range": "bytes=999999-"}).status_code == 416


def test_lost_bytes_are_not_found() -> None:
    file = store(samples.photo(), "x", NOW)
    path_of(file.digest).unlink()
    with pytest.raises(Http404):
        served(file, "灯.jpg")
