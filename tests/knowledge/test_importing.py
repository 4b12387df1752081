"""A table in and out: what was exported comes back unchanged; one bad row and nothing is taken."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huiying.knowledge import actions as knowledge
from huiying.knowledge.actions import Imported
from huiying.knowledge.models import Article
from huiying.knowledge.refusals import NotYourArticle
from huiying.knowledge.rules.sheet import HEADS, MissingColumn
from huiying.knowledge.sheets import rows_of
from tests.city import City, later
from tests.knowledge.conftest import drafted, published


@pytest.fixture
def table(tmp_path: Path, city: City) -> Path:
    published(city)
    rows = rows_of(city.actor("bai"), Article.objects.all())
    return written(tmp_path, [HEADS, *rows])


def written(folder: Path, rows: list[tuple[object, ...]]) -> Path:
    path = folder / "knowledge.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def take(city: City, path: Path, by: str = "bai") -> Imported:
    return knowledge.import_file(path=path, actor=city.actor(by), at=later(days=1))


def test_what_was_exported_comes_back_as_it_is(city: City, table: Path) -> None:
    done = take(city, table)
    assert (done.new, done.changed, done.same, done.problems) == (0, 0, 1, [])
    assert Article.objects.get().newest == 1


def test_new_rows_become_drafts_and_changed_ones_new_versions(city: City, tmp_path: Path) -> None:
    row = published(city)
    lamp, unit = city.categories["lamp"].name, "区城市管理委"
    path = written(
        tmp_path,
        [
            HEADS,
            (row.pk, row.title, "换了口径", "", "", unit, lamp, "2026-09-10", "否", "", ""),
            ("", "井盖丢了找谁", "找权属单位。", "", "", unit, "", "2026/10/1", "", "", ""),
        ],
    )  # fmt: skip
    done = take(city, path)
    assert (done.new, done.changed, done.problems) == (1, 1, [])
    assert set(Article.objects.values_list("title", "state", "newest")) == {
        ("路灯不亮怎样报修", "published", 2), ("井盖丢了找谁", "draft", 1)
    }  # fmt: skip


def test_one_bad_row_and_nothing_is_taken(city: City, tmp_path: Path) -> None:
    good = (
        "",
        "井盖丢了找谁",
        "找权属单位。",
        "",
        "",
        "区城市管理委",
        "",
        "2026-10-01",
        "",
        "",
        "",
    )
    bad = [
        ("", "没有日期", "答复", "", "", "区城市管理委", "", "明年", "", "", ""),
        ("", "没有单位", "答复", "", "", "不存在的局", "", "2026-10-01", "", "", ""),
        ("", "没有分类", "答复", "", "", "区城市管理委", "不存在", "2026-10-01", "", "", ""),
        ("999999", "没有编号", "答复", "", "", "区城市管理委", "", "2026-10-01", "", "", ""),
        ("", "", "没有标题", "", "", "区城市管理委", "", "2026-10-01", "", "", ""),
    ]
    done = take(city, written(tmp_path, [HEADS, good, *bad]))
    assert [line for line, _refused in done.problems] == [3, 4, 5, 6, 7]
    assert not Article.objects.exists()


def test_a_handler_takes_in_the_own_units_articles_only(city: City, tmp_path: Path) -> None:
    rows = [
        ("", "井盖丢了找谁", "找权属单位。", "", "", "区城市管理委", "", "2026-10-01", "", "", ""),
        ("", "公租房怎样申请", "找住建委。", "", "", "区住房建设委", "", "2026-10-01", "", "", ""),
    ]
    done = take(city, written(tmp_path, [HEADS, *rows]), by="chen")
    assert [type(refused) for _line, refused in done.problems] == [NotYourArticle]
    with pytest.raises(NotYourArticle):
        take(city, written(tmp_path, [HEADS, *rows]), by="wang")


def test_a_file_without_the_columns_is_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(MissingColumn):
        take(city, written(tmp_path, [("标题", "答复口径"), ("一", "二")]))


def test_who_only_reads_exports_what_is_told_and_not_what_is_being_written(city: City) -> None:
    drafted(city, title="还在写")
    published(city)
    rows = rows_of(city.actor("bai"), Article.objects.filter(state="published"))
    assert [row[1] for row in rows] == ["路灯不亮怎样报修"]
