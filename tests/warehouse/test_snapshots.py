"""A snapshot holds the data of one moment, whole or not at all, and nobody's name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from huiying.accounts.actors import system
from huiying.config import cli
from huiying.exchange.actions import take_snapshot
from huiying.exchange.actions.snapshot import EXTRACTS
from huiying.journal.models import Entry
from huiying.scorecard.extracts import VERDICTS
from huiying.warehouse import snapshots
from huiying.warehouse.reading import measured
from tests.city import NOW, City, build, later

pytestmark = pytest.mark.usefixtures("own_home")


@pytest.fixture
def city(db: None) -> City:
    return build()


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path


def test_a_snapshot_has_every_table_with_the_columns_it_declares(city: City) -> None:
    number = city.receive().number
    made = take_snapshot(actor=system("t"), at=NOW)
    assert set(made.tables) == {one.name for one in EXTRACTS}
    for one in EXTRACTS:
        table = parquet.read_table(made.path(one.name))
        assert table.column_names == [column.name for column in one.columns]
        assert table.num_rows == made.tables[one.name]["rows"]
    rows = parquet.read_table(made.path("cases")).to_pylist()
    assert [row["number"] for row in rows] == [number]
    assert Entry.objects.filter(event="SnapshotTaken").count() == 1


def test_confidential_cases_and_words_stay_at_home(city: City) -> None:
    city.receive(confidential=True)
    city.receive(body="请打我电话 13812345678，井盖坏了")
    plain = take_snapshot(actor=system("t"), at=NOW)
    assert plain.tables["cases"]["rows"] == 1
    assert not plain.path("messages").exists()
    texts = take_snapshot(actor=system("t"), at=later(hours=1), texts=True)
    body = parquet.read_table(texts.path("messages")).to_pylist()[0]["body"]
    assert "井盖坏了" in body
    assert "13812345678" not in body


def test_a_snapshot_that_fails_leaves_the_one_before(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.receive()
    first = take_snapshot(actor=system("t"), at=NOW)

    def broken(*_given: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(snapshots, "write", broken)
    with pytest.raises(OSError, match="disk full"):
        take_snapshot(actor=system("t"), at=later(hours=1))
    assert [one.folder for one in snapshots.all_of()] == [first.folder]
    assert not list(snapshots.root().glob(".part*"))


def test_old_snapshots_go(city: City) -> None:
    city.receive()
    for hours in range(4):
        take_snapshot(actor=system("t"), at=NOW + timedelta(hours=hours), kept=2)
    found = snapshots.all_of()
    assert [one.at for one in found] == [NOW + timedelta(hours=hours) for hours in (3, 2)]


def test_measures_of_a_snapshot_are_told_by_the_command(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city.receive()
    out = tmp_path / "volume.csv"
    assert cli.main(["warehouse", "measure", "volume", "--out", str(out)]) == 1
    assert "huiying warehouse take" in capsys.readouterr().err
    assert cli.main(["warehouse", "take"]) == 0
    assert cli.main(["warehouse", "measure", "volume", "--by", "unit", "--out", str(out)]) == 0
    assert "received" in out.read_text(encoding="utf-8-sig").splitlines()[0]
    assert cli.main(["warehouse", "measure", "timeliness", "--by", "area", "--out", str(out)]) == 1
    assert cli.main(["warehouse", "list"]) == 0
    assert "cases 1" in capsys.readouterr().out


@pytest.mark.usefixtures("city")
def test_a_measure_of_nothing_is_an_empty_table() -> None:
    made = take_snapshot(actor=system("t"), at=NOW)
    assert list(measured(made, VERDICTS.columns, "rates", "unit").rows) == []
