"""The desk where files come in: upload, look, run in the background, come back to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.accounts.actors import system
from huiying.cases.models import Case
from huiying.console import rail
from huiying.exchange import actions, tasks
from huiying.exchange.models import ImportRun, Mapping
from huiying.exchange.places import exports, uploads
from tests.city import City, later
from tests.exchange.conftest import Make
from tests.exchange.samples import DISTRICT, SHORT, district_row, short_row

pytestmark = pytest.mark.django_db
Sit = Callable[[str], Client]
NEXT_DAY = later(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def turn(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    turn(NEXT_DAY)
    return turn


@pytest.fixture
def sit(city: City, clock: object) -> Iterator[Sit]:
    """A browser in which a person is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(city.people[name], "huiying.config.signin.Backend")
        return client

    rail.forget()
    yield signed_in
    rail.forget()


def send(browser: Client, path: Path) -> ImportRun:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = browser.post(reverse("console:import"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.get()


def address(run: ImportRun, name: str = "import_run") -> str:
    return reverse(f"console:{name}", args=[run.pk])


def text(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_upload_is_shown_as_it_will_be_understood_and_nothing_is_imported(
    sit: Sit, make: Make
) -> None:
    browser = sit("li")
    run = send(browser, make(DISTRICT, [district_row(), district_row("", 标题="没有编号的")]))
    page = text(browser, address(run))
    assert "北京区级导出" in page
    assert "幸福里小区门口路灯不亮" in page
    assert "幸福里社区" in page
    assert "没有编号" in page
    assert '<option value="phone" selected>' in page
    assert not Case.objects.exists()


def test_a_file_is_imported_in_the_background_and_its_result_found_again(
    sit: Sit, make: Make
) -> None:
    browser = sit("li")
    rows = [district_row(f"2026030100{n:04}") for n in range(9)]
    run = send(browser, make(DISTRICT, [*rows, district_row("")]))
    browser.post(address(run), {"act": "start", "source": "区热线办", "channel": "hotline"})
    run.refresh_from_db()
    assert run.status == "queued"
    assert "排队中" in text(browser, address(run))
    tasks.run_import.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.counts["created"], run.counts["refused"]) == ("done", 9, 1)
    assert not (uploads() / run.upload).exists()  # contact data lies in it
    page = text(browser, address(run))
    assert "source=%E5%8C%BA%E7%83%AD%E7%BA%BF%E5%8A%9E" in page
    download = browser.get(address(run, "import_refused"))
    assert download.status_code == 200
    assert b"".join(download)[:2] == b"PK"
    assert run.file_name in text(browser, reverse("console:import"))


def test_what_a_person_said_about_columns_is_used_and_remembered(sit: Sit, make: Make) -> None:
    browser = sit("zhou")
    headers = ("单号码", "事由", "何时")
    run = send(browser, make(headers, [["1", "路灯不亮", "2026-03-01 09:00"]]))
    assert "看不懂这个文件的表头" in text(browser, address(run))
    answer = browser.post(address(run), {"act": "start", "source": "街道台账"})
    assert answer.status_code == 422
    said = {
        "act": "start", "source": "街道台账", "column-0": "number", "column-1": "title",
        "column-2": "received", "remember": "1", "remember_as": "街道台账表",
    }  # fmt: skip
    assert browser.post(address(run), said).status_code == 302
    tasks.run_import.func(run.pk)
    assert Case.objects.get().title == "路灯不亮"
    assert Mapping.objects.get().name == "街道台账表"
    second = actions.upload(
        SimpleUploadedFile("再来.csv", "何时,事由,单号码\n2026-03-02,井盖,2\n".encode()),
        "再来.csv",
        actor=system("测试"),
        at=NEXT_DAY,
    )
    assert second.mapping == {"何时": "received", "事由": "title", "单号码": "number"}
    assert second.source == "街道台账"


def test_looking_again_shows_the_new_mapping_without_importing(sit: Sit, make: Make) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row("1")]))
    browser.post(address(run), {"act": "look", "source": "甲", "column-1": "keep"})
    run.refresh_from_db()
    assert run.status == "uploaded"
    assert run.mapping["标题"] == "keep"
    assert not Case.objects.exists()


def test_a_file_that_cannot_be_read_says_so_with_its_own_name(sit: Sit, city: City) -> None:
    browser = sit("li")
    file = SimpleUploadedFile("坏的.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    answer = browser.post(reverse("console:import"), {"file": file})
    assert answer.status_code == 422
    assert "坏的.xlsx" in answer.content.decode()
    assert not list(uploads().iterdir())
    assert browser.post(reverse("console:import")).status_code == 422


def test_progress_moves_and_ends_with_the_page_read_anew(sit: Sit, make: Make) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row("1")]))
    ImportRun.objects.update(status="running", done=30, total=90, beat_at=NEXT_DAY)
    answer = browser.get(address(run, "import_progress"))
    assert "30 / 90" in answer.content.decode()
    assert "HX-Refresh" not in answer
    ImportRun.objects.update(status="done")
    assert browser.get(address(run, "import_progress"))["HX-Refresh"] == "true"


def test_an_import_whose_worker_died_is_noticed_and_taken_up(
    sit: Sit, make: Make, clock: Callable[[datetime], None]
) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row(str(n)) for n in range(3)]))
    browser.post(address(run), {"act": "start", "source": "甲"})
    ImportRun.objects.update(status="running", beat_at=NEXT_DAY)
    assert browser.post(address(run, "import_resume")).status_code == 422  # still alive
    clock(later(days=1, minutes=5))
    assert "好像中断了" in text(browser, address(run))
    assert browser.post(address(run, "import_resume")).status_code == 302
    tasks.run_import.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.counts["created"]) == ("done", 3)


def test_a_task_delivered_twice_imports_once(sit: Sit, make: Make) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row("1")]))
    browser.post(address(run), {"act": "start", "source": "甲"})
    tasks.run_import.func(run.pk)
    before = ImportRun.objects.values().get()
    tasks.run_import.func(run.pk)
    assert ImportRun.objects.values().get() == before


def test_a_failure_is_told_and_can_be_resumed(
    sit: Sit, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row("1")]))
    browser.post(address(run), {"act": "start", "source": "甲"})

    def fail(*_given: object, **_more: object) -> None:
        raise OSError("磁盘已满")

    with monkeypatch.context() as broken:
        broken.setattr(tasks, "import_file", fail)
        tasks.run_import.func(run.pk)
    run.refresh_from_db()
    assert run.status == "failed"
    assert "磁盘已满" in text(browser, address(run))
    browser.post(address(run, "import_resume"))
    tasks.run_import.func(run.pk)
    assert Case.objects.count() == 1


def test_an_upload_can_be_thrown_away(
    sit: Sit, make: Make, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    browser = sit("li")
    run = send(browser, make(SHORT, [short_row("1")]))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert browser.post(address(run, "import_discard")).status_code == 302
    assert not ImportRun.objects.exists()
    assert not list(uploads().iterdir())


@pytest.mark.parametrize("who", ["wang", "chen", "he", "lin"])
def test_others_may_neither_see_nor_bring_files(sit: Sit, make: Make, who: str) -> None:
    run = send(sit("li"), make(SHORT, [short_row("1")]))
    browser = sit(who)
    for url in (reverse("console:import"), address(run), address(run, "import_progress")):
        assert browser.get(url).status_code == 403
    assert browser.post(address(run), {"act": "start", "source": "甲"}).status_code == 403
    assert browser.post(address(run, "import_discard")).status_code == 403
    assert not Case.objects.exists()


def test_an_import_that_is_not_there_says_so(sit: Sit, city: City) -> None:
    assert (
        "没有找到这次导入"
        in sit("li").get(reverse("console:import_run", args=[99])).content.decode()
    )


def test_old_files_are_let_go(city: City) -> None:

    old, new = exports() / "refused-old.xlsx", uploads() / "new.csv"
    for path, at in ((old, later(days=-40)), (new, NEXT_DAY)):
        path.write_text("x", encoding="utf-8")
        os.utime(path, (at.timestamp(), at.timestamp()))
    assert tasks.forget_files(NEXT_DAY) == 1
    assert new.exists()
    assert not old.exists()
