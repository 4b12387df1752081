"""Lists go out as files: true to the list, masked, harmless to open."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huiying.accounts.actors import Actor
from huiying.cases.listing import Filter
from huiying.exchange import actions, queries, tasks
from huiying.exchange.actions.exporting import KEPT
from huiying.exchange.exports import COLUMNS
from huiying.exchange.models import Export
from huiying.exchange.places import exports as folder
from huiying.exchange.refusals import BadOption, NoSuchExport, TooManyExports
from huiying.journal import queries as journal
from huiying.journal.queries import Line
from huiying.lib.tables import open_table, writing
from tests.city import City, later

pytestmark = pytest.mark.django_db


def export_cases(actor: Actor, wanted: Filter, at: datetime, kind: str, target: Path) -> int:
    with target.open("wb") as stream:
        return actions.send_cases(actor=actor, wanted=wanted, kind=kind, target=stream, at=at)


def journalled(export: Export) -> list[Line]:
    return journal.history("export", export.pk)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_the_actor_sees_goes_out_masked(city: City, tmp_path: Path, kind: str) -> None:
    city.receive(title="路灯不亮，请打 19900001111")
    city.receive(title="别的区的事", area_id=city.areas["beilu"].pk, confidential=True)
    target = tmp_path / f"案件.{kind}"
    assert export_cases(city.actor("li"), Filter(sort="old"), later(days=1), kind, target) == 2
    table = open_table(target)
    rows = [dict(zip(table.headers, cells, strict=False)) for _number, cells in table.rows()]
    assert len(table.headers) == len(COLUMNS)
    assert rows[0]["标题"] == "路灯不亮，请打 199****1111"
    assert rows[0]["诉求人"] == "刘*"
    assert rows[1]["诉求人"] == "保密"
    assert rows[0]["状态"] == "待派单"
    street = export_cases(city.actor("zhao"), Filter(), later(days=1), kind, target)
    assert street == 1  # 赵敏 sees her own street only


def test_the_filter_of_the_page_is_the_filter_of_the_file(city: City, tmp_path: Path) -> None:
    city.receive()
    city.receive(kind="consultation", file=False)
    target = tmp_path / "a.csv"
    wanted = Filter.parse({"state": "received"})
    assert export_cases(city.actor("li"), wanted, later(days=1), "csv", target) == 1


def test_no_title_runs_as_a_formula(city: City, tmp_path: Path) -> None:
    city.receive(title="=cmd|' /C calc'!A0")
    target = tmp_path / "a.csv"
    export_cases(city.actor("li"), Filter(), later(days=1), "csv", target)
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[1][1].startswith("'=")


def test_other_formats_are_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(BadOption):
        export_cases(city.actor("li"), Filter(), later(days=1), "pdf", tmp_path / "a.pdf")


def test_what_goes_out_is_journalled_without_the_words_of_the_filter(
    city: City, tmp_path: Path
) -> None:
    city.receive()
    wanted = Filter(phone="19900001111", state=("filed",))
    export_cases(city.actor("li"), wanted, later(days=1), "csv", tmp_path / "a.csv")
    one = Export.objects.get()
    (line,) = journalled(one)
    assert (line.event, line.actor_name) == ("Exported", city.people["li"].name)
    assert line.data == {
        "what": "cases", "kind": "csv", "query": "state=filed&phone=%2A", "rows": 1,
        "personal": "masked",
    }  # fmt: skip
    assert "19900001111" not in one.query


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def turn(at: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    turn(later(days=1))
    return turn


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.usefixtures("clock")
def test_a_long_list_is_written_whole_in_the_background(
    city: City, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiying.cases.queries.ROWS_AT_ONCE", 3)
    numbers = [city.receive(title=f"第{n}盏路灯不亮").number for n in range(8)]
    li = city.actor("li")
    one = actions.ask(actor=li, wanted=Filter(sort="old"), kind=kind, at=later(days=1))
    assert actions.ask(actor=li, wanted=Filter(sort="old"), kind=kind, at=later(days=1)) == one
    assert journalled(one) == []  # nothing has gone out yet
    tasks.run_export.call(one.pk)
    done = queries.export_of(li, one.pk)
    assert (done.status, done.done, done.total) == ("done", 8, 8)
    table = open_table(queries.export_path(done, later(days=1)))
    assert [cells[0] for _number, cells in table.rows()] == numbers
    assert journalled(one)[0].data["rows"] == 8
    tasks.run_export.call(one.pk)  # delivered twice: nothing more happens
    assert len(journalled(one)) == 1


@pytest.mark.usefixtures("clock")
def test_rows_beyond_a_sheet_go_on_the_next(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    numbers = [city.receive(title=f"第{n}盏路灯不亮").number for n in range(7)]
    li = city.actor("li")
    one = actions.ask(actor=li, wanted=Filter(sort="old"), kind="xlsx", at=later(days=1))
    tasks.run_export.call(one.pk)
    path = queries.export_path(queries.export_of(li, one.pk), later(days=1))
    names = open_table(path).sheet_names
    assert len(names) == 3
    found = [c[0] for name in names for _n, c in open_table(path, sheet=name).rows()]
    assert found == numbers


def test_a_file_is_its_owners_and_expires(city: City, clock: Callable[[datetime], None]) -> None:
    city.receive()
    li = city.actor("li")
    one = actions.ask(actor=li, wanted=Filter(name="刘洋"), kind="csv", at=later(days=1))
    tasks.run_export.call(one.pk)
    with pytest.raises(NoSuchExport):
        queries.export_of(city.actor("zhou"), one.pk)
    with pytest.raises(NoSuchExport):
        actions.remove(ident=one.pk, actor=city.actor("zhou"))
    end = later(days=8)
    with pytest.raises(NoSuchExport):
        queries.export_path(queries.export_of(li, one.pk), end)
    assert len(list(folder().iterdir())) == 1
    clock(end)
    assert tasks.expire_exports(end - timedelta(seconds=1)) == 0
    assert tasks.expire_exports(end) == 1
    assert list(folder().iterdir()) == []
    gone = queries.export_of(li, one.pk)
    assert (gone.status, gone.query) == ("expired", "name=%2A")


@pytest.mark.usefixtures("clock")
def test_an_export_that_fails_leaves_no_half_file_and_can_be_written_again(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.receive()
    li = city.actor("li")
    one = actions.ask(actor=li, wanted=Filter(), kind="csv", at=later(days=1))

    def full(*_anything: object) -> int:
        raise OSError("磁盘已满")

    with monkeypatch.context() as broken:
        broken.setattr("huiying.exchange.actions.exporting.export_cases", full)
        tasks.run_export.call(one.pk)
    failed = queries.export_of(li, one.pk)
    assert failed.status == "failed"
    assert "磁盘已满" in failed.problem
    assert list(folder().iterdir()) == []
    actions.again(ident=one.pk, actor=li, at=later(days=1))
    tasks.run_export.call(one.pk)
    assert queries.export_of(li, one.pk).status == "done"


@pytest.mark.usefixtures("clock")
def test_nobody_fills_the_queue(city: City) -> None:
    li = city.actor("li")
    for state in ("received", "filed", "closed", "handling", "declined"):
        actions.ask(actor=li, wanted=Filter(state=(state,)), kind="csv", at=later(days=1))
    with pytest.raises(TooManyExports):
        actions.ask(actor=li, wanted=Filter(), kind="csv", at=later(days=1))
    other = actions.ask(actor=city.actor("zhou"), wanted=Filter(), kind="csv", at=later(days=1))
    assert other.status == "queued"


def test_a_worker_that_died_is_noticed_and_what_it_left_is_removed(
    city: City, clock: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    city.receive()
    li, begun = city.actor("li"), later(days=1)
    one = actions.ask(actor=li, wanted=Filter(), kind="csv", at=begun)
    half = folder() / "half.csv"

    def die(row: Export, *_more: object) -> None:
        half.write_text("半份")
        Export.objects.filter(pk=row.pk).update(file=half.name, expires_at=begun + KEPT)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("huiying.exchange.tasks.exporting.write", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.run_export.call(one.pk)
    running = queries.export_of(li, one.pk)
    assert not queries.export_stalled(running, begun + timedelta(seconds=5))
    assert actions.again(ident=one.pk, actor=li, at=begun).status == "running"  # it may go on yet
    much_later = begun + timedelta(hours=1)
    assert queries.export_stalled(running, much_later)
    clock(much_later)
    assert actions.again(ident=one.pk, actor=li, at=much_later).status == "queued"
    assert not half.exists()
    tasks.run_export.call(one.pk)
    assert queries.export_of(li, one.pk).status == "done"


def test_what_a_dead_worker_left_expires_too(
    city: City, monkeypatch: pytest.MonkeyPatch, clock: Callable[[datetime], None]
) -> None:
    city.receive()
    one = actions.ask(actor=city.actor("li"), wanted=Filter(), kind="csv", at=later(days=1))

    def die(*_anything: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("huiying.exchange.actions.exporting.export_cases", die)
        killed.setattr("pathlib.Path.unlink", lambda *_a, **_k: None)  # nobody tidies up
        with pytest.raises(KeyboardInterrupt):
            tasks.run_export.call(one.pk)
    clock(later(days=9))
    assert len(list(folder().iterdir())) == 1
    assert tasks.expire_exports(later(days=9)) == 1
    assert list(folder().iterdir()) == []
