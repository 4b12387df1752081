"""``huiying learn`` and ``huiying suggest``: from a file of labelled letters to suggestions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huiying.config import cli
from tests.insights.lessons import lessons


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIYING_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.fixture
def labelled(home: Path) -> Path:
    return written(home / "labelled.csv", lessons()[1])


def written(path: Path, labels: list[str]) -> Path:
    letters, _labels, idents = lessons()
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["row_no", "title", "body", "category"])
        for ident, letter, label in zip(idents, letters, labels, strict=True):
            table.writerow([ident, letter.title, letter.body, label])
    return path


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_was_learned_from_a_file_is_suggested_for_another(
    home: Path, labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("learn", labelled, "--label-column", "category") == 0
    assert "84" in capsys.readouterr().out
    out = home / "out.csv"
    assert run("suggest", labelled, "--id-column", "row_no", "--out", out, "--force") == 0
    rows = table(out)
    assert list(rows[0]) == ["id", "category", "probability", "runner_up", "evidence"]
    assert [row["id"] for row in rows] == lessons()[2]
    right = [row["category"] == label for row, label in zip(rows, lessons()[1], strict=True)]
    assert sum(right) > 80
    assert all(0 < float(row["probability"]) <= 1 for row in rows)
    assert all(row["evidence"] for row in rows)


def test_where_it_is_unsure_it_abstains_unless_forced(home: Path, labelled: Path) -> None:
    run("learn", labelled, "--label-column", "category")
    odd = home / "odd.csv"
    odd.write_text("row_no,title,body\n1,xyzzy,plugh\n", "utf-8")
    assert run("suggest", odd, "--out", home / "a.csv") == 0
    assert run("suggest", odd, "--out", home / "b.csv", "--force") == 0
    quiet, forced = table(home / "a.csv")[0], table(home / "b.csv")[0]
    assert float(quiet["probability"]) < 0.5
    assert quiet["category"] == ""
    assert forced["category"] in {"噪声", "道路", "学校"}


def test_a_worse_model_is_refused_with_the_figures(
    home: Path, labelled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("learn", labelled, "--label-column", "category")
    labels = lessons()[1]
    turned = [labels[(at * 7) % len(labels)] for at in range(len(labels))]
    bad = written(home / "bad.csv", turned)
    capsys.readouterr()
    assert run("learn", bad, "--label-column", "category") == 1
    told = capsys.readouterr().err
    assert "宏平均 F1" in told
    assert "--force" in told
    assert run("learn", bad, "--label-column", "category", "--force") == 0
    assert (home / "home" / "models" / "category.current").read_text("utf-8").strip() == "2"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["learn"], "--cases"),
        (["learn", "FILE"], "--label-column"),
        (["learn", "FILE", "--label-column", "nothing"], "没有“nothing”这一列"),
        (["learn", "FILE", "--label-column", "row_no"], "样本不够"),
        (["suggest", "FILE", "--out", "OUT"], "还没有名为“category”的模型"),
        (["suggest", "FILE", "--out", "OUT", "--model", "../x"], "不能作模型名"),
    ],
)
def test_what_cannot_be_done_is_told_with_how_to_mend_it(
    home: Path, labelled: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"FILE": str(labelled), "OUT": str(home / "out.csv")}
    assert run(*[names.get(word, word) for word in words]) == 1
    assert said in capsys.readouterr().err
    assert not (home / "out.csv").exists()
