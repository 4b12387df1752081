"""``huiying import`` and ``huiying export``: exit codes and what they print."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from huiying.cases.models import Case
from huiying.config import cli
from huiying.directory.models import Unit
from huiying.journal import queries as journal
from huiying.journal.models import Entry
from huiying.lib.periods import SHANGHAI
from tests.city import City, later
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


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_units_go_out_in_the_columns_in_which_they_come_in(tmp_path: Path, capsys: Out) -> None:
    for name in ("单位.xlsx", "单位.csv"):
        path = tmp_path / name
        assert cli.main(["export", "units", "--to", str(path)]) == 0
        assert f"{Unit.objects.count()} 行" in capsys.readouterr().out
        assert cli.main(["directory", "import", "units", str(path), "--dry-run"]) == 0
        assert "新增 0，修改 0" in capsys.readouterr().out


def test_rates_go_out_by_what_is_asked(city: City, tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "三率.csv"
    ask = ["export", "rates", "--to", str(path), "--month", "2026-03"]
    assert cli.main([*ask, "--by", "area"]) == 0
    table = lines(path)
    assert table[0][:4] == ["名称", "计入件数", "响应率", "分子"]
    assert table[-1][:2] == ["合计", "0"]
    assert cli.main([*ask, "--below", city.units["district"].code]) == 0
    told = [line.data["query"] for line in journal.since(0, most=9999) if line.event == "Exported"]
    assert told == [
        "month=2026-03&by=area",
        f"month=2026-03&by=unit&unit={city.units['district'].pk}",
    ]
    assert cli.main([*ask, "--below", "没有"]) == 1
    assert "没有" in capsys.readouterr().err
    assert cli.main(["export", "rates", "--to", str(path), "--month", "三月"]) == 1


def test_the_journal_goes_out_whole_in_its_order(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.receive(title="王芳接到的电话")
    path = tmp_path / "日志.csv"
    assert cli.main(["export", "journal", "--to", str(path)]) == 0
    head, *rows = lines(path)
    assert (head[0], head[-1]) == ("序号", "哈希")
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1][-1] == bytes(Entry.objects.get(pk=len(rows)).hash).hex()
    assert "王芳接到的电话" not in path.read_text("utf-8")
    exported = journal.head_id()
    assert Entry.objects.get(pk=exported).event == "Exported"
    assert cli.main(["export", "journal", "--to", str(path), "--topic", "export"]) == 0
    assert [row[0] for row in lines(path)[1:]] == [str(exported)]


def test_days_of_the_journal_are_local_and_the_last_is_included(
    city: City, tmp_path: Path, capsys: Out
) -> None:
    city.receive()
    path = tmp_path / "日志.csv"
    day = f"{later(hours=0).astimezone(SHANGHAI):%Y-%m-%d}"
    ask = ["export", "journal", "--to", str(path), "--topic", "case"]
    assert cli.main([*ask, "--since", day, "--until", day]) == 0
    assert len(lines(path)) > 1
    assert cli.main([*ask, "--until", "2025-01-01"]) == 0
    assert len(lines(path)) == 1
    with pytest.raises(SystemExit):
        cli.main([*ask, "--since", "昨天"])
    assert "2026-01-31" in capsys.readouterr().err


def test_a_page_of_the_journal_ends_where_the_next_begins(city: City) -> None:
    for _ in range(3):
        city.receive()
    whole = [line.id for line, _hash in journal.span(None, None)]
    assert [line.id for line, _hash in journal.span(None, None, page=2)] == whole
    assert len(whole) == journal.head_id()


def test_a_failed_export_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "单位.csv"
    path.write_text("昨天的")

    def full(*_anything: object) -> int:
        raise OSError("磁盘已满")

    monkeypatch.setattr("huiying.exchange.actions.exporting.write_table", full)
    with pytest.raises(OSError, match="磁盘已满"):
        cli.main(["export", "units", "--to", str(path)])
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("单位.csv", "昨天的")]


def test_the_help_says_what_there_is(capsys: Out) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for word in ("cases", "units", "rates", "journal", "掩码"):
        assert word in told
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "people", "--to", "a.csv"])
    assert ended.value.code == 2
