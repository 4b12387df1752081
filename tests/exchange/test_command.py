"""``huiying import`` and ``huiying export``: exit codes and what they print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiying.cases.models import Case
from huiying.config import cli
from tests.city import City
from tests.exchange.conftest import Make
from tests.exchange.samples import DISTRICT, SHORT, district_row, short_row

pytestmark = pytest.mark.django_db
KEYS = ["rows", "created", "updated", "unchanged", "refused", "refused_file"]
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch, city: City) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def test_a_good_file_ends_with_0_and_its_counts(make: Make, capsys: Out) -> None:
    path = make(DISTRICT, [district_row()])
    assert cli.main(["import", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert told == dict(zip(KEYS, [1, 1, 0, 0, 0, None], strict=True))
    assert cli.main(["import", str(path)]) == 0
    assert "不变 1" in capsys.readouterr().out


def test_refused_rows_end_with_1_and_a_file_that_names_them(make: Make, capsys: Out) -> None:
    rows = [short_row(str(n)) for n in range(9)]
    path = make(SHORT, [*rows, short_row("9", received="")])
    assert cli.main(["import", str(path), "--source", "甲", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["created"], told["refused"]) == (9, 1)
    assert Path(told["refused_file"]).is_file()
    assert Case.objects.filter(source="甲").count() == 9


def test_a_refused_file_ends_with_2_and_says_why(make: Make, capsys: Out) -> None:
    path = make(SHORT, [short_row("1", received="昨天")])
    assert cli.main(["import", str(path), "--json"]) == 2
    printed = capsys.readouterr()
    assert list(json.loads(printed.out)) == KEYS
    assert "整份文件没有导入" in printed.err
    assert "2026-01-31" in printed.err  # how to mend it
    assert not Case.objects.exists()


def test_a_dry_run_writes_nothing(make: Make, capsys: Out) -> None:
    assert cli.main(["import", str(make(SHORT, [short_row("1")])), "--dry-run"]) == 0
    assert "试运行" in capsys.readouterr().out
    assert not Case.objects.exists()


def test_the_share_of_bad_rows_can_be_chosen(make: Make, capsys: Out) -> None:
    path = make(SHORT, [short_row("1"), short_row("2", received="")])
    assert cli.main(["import", str(path), "--allow-refused", "50"]) == 1
    assert cli.main(["import", str(path), "--allow-refused", "900"]) == 1
    assert "0 到 100" in capsys.readouterr().err


def test_a_list_is_exported_by_its_query(make: Make, tmp_path: Path, capsys: Out) -> None:
    cli.main(["import", str(make(SHORT, [short_row("1"), short_row("2", closed="2026-03-05")]))])
    target = tmp_path / "out.xlsx"
    assert cli.main(["export", "cases", "--to", str(target), "--query", "state=closed"]) == 0
    assert "1 件" in capsys.readouterr().out
    assert target.is_file()
    assert cli.main(["export", "cases", "--to", str(tmp_path / "out.doc")]) == 1
    assert cli.main(["export", "cases", "--to", str(target), "--query", "state=没有"]) == 1
    assert cli.main(["export", "cases", "--to", str(tmp_path / "无" / "a.csv")]) == 1
