"""``huiying problems``: a file in, who belongs together and a ranked list out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huiying.config import cli
from tests.insights.letters import MIXER, letters

Find = Callable[[str], Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"])
        table.writerows([m.ident, m.person, m.title, m.day, m.body] for m in letters())
    return path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_message_stands_in_the_order_of_the_file(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    assert cli.main(["problems", str(source), "--id-column", "留言编号", "--out", str(out)]) == 0
    members = table(out)
    assert list(members[0]) == ["id", "problem_id", "problem_title", "heat"]
    assert [row["id"] for row in members] == [one.ident for one in letters()]
    assert {row["problem_id"] for row in members[: len(MIXER)]} == {"L000"}
    ranked = table(tmp_path / "out.ranked.csv")
    assert ranked[0]["problem_id"] == "L000"
    assert ranked[0]["voices"] == str(len(MIXER))
    assert sum(int(row["messages"]) for row in ranked) == len(letters())
    assert "搅拌站" in capsys.readouterr().out


def test_a_workbook_holds_both_tables(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert cli.main(["problems", str(source), "--out", str(out)]) == 0
    assert load_workbook(out, read_only=True).sheetnames == ["members", "ranked"]


def test_a_wrong_name_and_a_wrong_file_leave_nothing_behind(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["problems", str(source), "--out", str(tmp_path / "out.txt")]) == 1
    assert cli.main(["problems", str(source), "--out", str(tmp_path / "no" / "o.csv")]) == 1
    assert cli.main(["problems", str(tmp_path / "x.csv"), "--out", str(tmp_path / "o.csv")]) == 1
    assert "x.csv" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letters.csv"]


def test_a_city_s_messages_are_all_there_and_its_two_great_grievances(
    shared_data: Find, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    path = shared_data("cn/messages_2017_2020.xlsx")
    assert cli.main(["problems", str(path), "--id-column", "留言编号", "--out", str(out)]) == 0
    members = table(out)
    assert len(members) == len({row["id"] for row in members}) == 4326
    sizes = [int(row["messages"]) for row in table(tmp_path / "out.ranked.csv")]
    assert sum(sizes) == 4326
    assert sorted(sizes)[-2:] > [40, 40]
    assert sizes.count(1) > 2000
