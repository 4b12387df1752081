"""``huiying directory``: what an administrator sees at the terminal."""

import json
from pathlib import Path

import pytest

from huiying.config import cli, say
from huiying.directory.models import Unit
from tests.city import City
from tests.directory.files import excel

ROWS = [["编号", "名称", "类别"], ["QH-CG", "区城管委", "部门"], ["NEW", "区水务局", "部门"]]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert say.language({"LC_ALL": "zh_CN.UTF-8"}) == "zh"


def test_a_dry_run_lists_what_would_happen(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = excel(tmp_path / "u.xlsx", ROWS)
    assert cli.main(["directory", "import", "units", str(path), "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "第 2 行 修改 QH-CG：name",
        "第 3 行 新增 NEW",
        "新增 1，修改 1，不变 0，有误 0",
        "这是试运行，没有导入。",
    ]
    assert not Unit.objects.filter(code="NEW").exists()


def test_a_bad_row_is_explained_and_the_command_fails(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = excel(tmp_path / "u.xlsx", [*ROWS, ["X", "某局", "衙门"]])
    assert cli.main(["directory", "import", "units", str(path)]) == 1
    out = capsys.readouterr().out
    assert "第 4 行 有误 X：“类别”这一格看不懂：“衙门”。 可以填：市、区县、部门" in out
    assert not Unit.objects.filter(code="NEW").exists()
    assert cli.main(["directory", "import", "units", str(path), "--partial"]) == 0
    assert Unit.objects.filter(code="NEW").exists()


def test_the_report_can_be_read_by_machines(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = excel(tmp_path / "u.xlsx", ROWS)
    assert cli.main(["directory", "import", "units", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"created": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert [row["outcome"] for row in report["rows"]] == ["changed", "created"]


def test_export_says_how_many_and_an_unknown_kind_which_there_are(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["directory", "export", "units", str(tmp_path / "u.xlsx")]) == 0
    assert "已导出 8 行" in capsys.readouterr().out
    assert cli.main(["directory", "export", "people", str(tmp_path / "p.xlsx")]) == 1
    assert "可以是：areas、units" in capsys.readouterr().err
