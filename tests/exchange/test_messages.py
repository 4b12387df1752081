"""Messages read from a file without a database: columns guessed, bad files told."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from huiying.exchange.messages import NoSuchColumn, NoWords, SameId, messages_of, opened
from huiying.insights.rules.problems import Message
from huiying.lib.tables import BadFile, DangerousFile

CHINESE = (
    "留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数\n"
    "1001,u7,路灯坏了,2026/3/5 8:01:00,三盏都不亮,1,8\n"
    "1002,,树倒了,看不清,压着车,,\n"
)


def read(path: Path, id_column: str = "") -> list[Message]:
    with opened(path, id_column=id_column) as rows:
        return messages_of(rows)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_chinese_export_is_understood_by_its_headers(tmp_path: Path) -> None:
    first, second = read(written(tmp_path / "a.csv", CHINESE))
    assert first == Message("1001", "路灯坏了", "三盏都不亮", "u7", date(2026, 3, 5), 7)
    assert second == Message("1002", "树倒了", "压着车", "", None, 0)


def test_a_packed_file_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(CHINESE.encode()))
    assert read(path) == read(written(tmp_path / "b.csv", CHINESE))


def test_the_column_of_the_id_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "row_no,title,body\nr1,路灯,不亮\nr2,树,倒了\n")
    assert [one.ident for one in read(path)] == ["#2", "#3"]
    assert [one.ident for one in read(path, "row_no")] == ["r1", "r2"]
    with pytest.raises(NoSuchColumn) as refused:
        read(path, "编号")
    assert "row_no" in str(refused.value.hint % refused.value.params)


def test_an_id_that_stands_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "编号,标题\n7,路灯\n8,树\n7,井盖\n")
    with pytest.raises(SameId) as refused:
        read(path)
    assert refused.value.params == {"ident": "7", "first": 2, "second": 4}


def test_a_file_without_words_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoWords):
        read(written(tmp_path / "a.csv", "编号,数量\n7,3\n"))


def test_a_broken_packing_and_a_bomb_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(gzip.compress(CHINESE.encode() * 100)[:-40])
    with pytest.raises(BadFile):
        read(broken)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * 30_000_000))
    with pytest.raises(DangerousFile):
        read(bomb)
    with pytest.raises(BadFile):
        read(tmp_path / "absent.csv.gz")
