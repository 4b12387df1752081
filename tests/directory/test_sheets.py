"""Files in and out: every row is reported, one bad row undoes the file, twice is once."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from huiying.accounts.models import Post
from huiying.directory import queries, sheets
from huiying.directory.models import (
    Area,
    AreaAlias,
    CalendarDay,
    Category,
    CodeSet,
    CrossWalk,
    DeadlinePolicy,
    Unit,
)
from huiying.directory.sheets.book import UnknownLayout
from huiying.directory.sheets.report import Deed, parents_first
from huiying.journal.events import By
from huiying.journal.models import Entry
from huiying.lib.tables import BadFile
from tests.city import City
from tests.directory.files import bring, excel

BY = By(1, "郭涛")
ROUND = ("areas", "units", "categories", "policies", "calendar")


UNIT_HEADER = ["编号", "上级编号", "名称", "类别", "区划代码"]


@pytest.mark.parametrize("kind", ROUND)
def test_what_was_exported_reads_back_unchanged(city: City, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{kind}.xlsx"
    assert sheets.export_file(kind, path) > 0
    lines = Entry.objects.count()
    report = bring(kind, path)
    assert report.applied
    assert {row.outcome for row in report.rows} == {"unchanged"}
    assert Entry.objects.count() == lines


def test_a_whole_city_moves_to_an_empty_database(city: City, tmp_path: Path) -> None:
    def content() -> list[list[Any]]:
        return [
            list(Area.objects.values_list("code", "name", "parent__code", "kind", "active")),
            list(Unit.objects.values_list("code", "name", "parent__code", "area__code", "kind")),
            list(Category.objects.values_list("code", "name", "parent__code", "level")),
            list(
                DeadlinePolicy.objects.order_by("basis").values_list(
                    "kind", "category__code", "level", "resolve_amount", "resolve_unit", "basis"
                )
            ),
            list(CalendarDay.objects.values_list("day", "working", "note")),
        ]

    before = content()
    for kind in ROUND:
        sheets.export_file(kind, tmp_path / f"{kind}.xlsx")
    city.people.clear()
    empty_all()
    for kind in ROUND:
        report = bring(kind, tmp_path / f"{kind}.xlsx")
        assert report.applied, [row.refused for row in report.refused]
    assert content() == before


def empty_all() -> None:
    for model in (Post, DeadlinePolicy, CrossWalk, Unit, AreaAlias, Area, CalendarDay):
        model.objects.all().delete() if model not in (Unit, Area) else _from_leaves(model)
    _from_leaves(Category)
    CodeSet.objects.all().delete()
    queries.forget()


def _from_leaves(model: Any) -> None:
    while model.objects.exists():
        model.objects.filter(children=None).delete()


def test_children_may_stand_above_their_parents(city: City, tmp_path: Path) -> None:
    path = excel(
        tmp_path / "units.xlsx",
        [
            UNIT_HEADER,
            ["S-1", "S", "一科", "部门", ""],
            ["S", "QH", "青禾区水务局", "部门", "119916"],
        ],
    )
    report = bring("units", path)
    assert [(row.row, row.outcome) for row in report.rows] == [(2, "created"), (3, "created")]
    assert Unit.objects.get(code="S-1").path.endswith(f"/{Unit.objects.get(code='S-1').pk}/")
    assert Unit.objects.get(code="S-1").parent == Unit.objects.get(code="S")


def test_a_dry_run_tells_everything_and_changes_nothing(city: City, tmp_path: Path) -> None:
    path = excel(
        tmp_path / "units.xlsx",
        [
            UNIT_HEADER,
            ["QH-CG", "QH", "区城管委", "部门", ""],
            ["NEW", "QH", "区水务局", "department", ""],
            ["QH-ZJ", "QH", "区住房建设委", "部门", ""],
        ],
    )
    lines = Entry.objects.count()
    report = bring("units", path, dry_run=True)
    assert [(row.outcome, row.fields) for row in report.rows] == [
        ("changed", ("name",)),
        ("created", ()),
        ("unchanged", ()),
    ]
    assert not report.applied
    assert Unit.objects.get(code="QH-CG").name == "区城市管理委"
    assert queries.units().rows[city.unit("lamps")].name == "区城市管理委"
    assert Entry.objects.count() == lines


def test_one_bad_row_undoes_the_file_and_is_named(city: City, tmp_path: Path) -> None:
    path = excel(
        tmp_path / "units.xlsx",
        [
            ["青禾区承办单位一览（2026年3月）"],
            UNIT_HEADER,
            ["A", "QH", "甲局", "部门", ""],
            ["B", "NOWHERE", "乙局", "部门", ""],
            ["C", "QH", "丙局", "衙门", ""],
            ["A", "QH", "甲局", "部门", ""],
        ],
    )
    report = bring("units", path)
    why = {row.row: row.refused.code for row in report.refused if row.refused}
    assert why == {4: "not_in_directory", 5: "bad_cell", 6: "twice_in_file"}
    assert not Unit.objects.filter(code="A").exists()
    partly = bring("units", path, partial=True)
    assert partly.applied
    assert Unit.objects.filter(code__in="ABC").count() == 1


def test_a_file_that_would_make_a_circle_is_refused(city: City, tmp_path: Path) -> None:
    path = excel(
        tmp_path / "units.xlsx",
        [UNIT_HEADER, ["QH-01", "QH-01-01", "泉河街道办事处", "街道乡镇", "119916001"]],
    )
    (row,) = bring("units", path).refused
    assert row.refused is not None
    assert row.refused.code == "goes_round"


def test_columns_that_a_file_does_not_have_stay_as_they_are(city: City, tmp_path: Path) -> None:
    Unit.objects.filter(code="QH-CG").update(phone="010-1", duties="路灯")
    path = excel(tmp_path / "u.xlsx", [["编号", "名称", "类别"], ["QH-CG", "区城管委", "部门"]])
    bring("units", path)
    row = Unit.objects.get(code="QH-CG")
    assert (row.name, row.phone, row.duties, row.parent_id) == (
        "区城管委", "010-1", "路灯", city.unit("district"),
    )  # fmt: skip


def test_text_that_looks_like_a_formula_leaves_as_text(city: City, tmp_path: Path) -> None:
    Unit.objects.filter(code="QH-CG").update(duties="=1+1", phone="@SUM(A1)")
    path = tmp_path / "u.xlsx"
    sheets.export_file("units", path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    row = next(row for row in rows if row[0] == "QH-CG")
    assert (row[7], row[9]) == ("=1+1", "@SUM(A1)")


def test_a_file_nobody_can_read_is_refused(empty: None, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK not excel")
    with pytest.raises(BadFile, match=r"a\.xlsx"):
        bring("units", path)
    with pytest.raises(BadFile):
        bring("borders", path)
    with pytest.raises(UnknownLayout) as unknown:
        bring("units", excel(tmp_path / "b.xlsx", [["别的", "列"]]))
    assert "统一社会信用代码" not in str(unknown.value.params["columns"])
    assert "编号" in str(unknown.value.params["columns"])


def test_a_spreadsheet_from_an_old_office_in_gbk_is_read(city: City, tmp_path: Path) -> None:
    path = tmp_path / "u.csv"
    path.write_bytes("编号,名称,类别\nQH-CG,区城管委,部门\n".encode("gb18030"))
    assert bring("units", path).counts["changed"] == 1


@given(links=st.lists(st.integers(-1, 9), min_size=1, max_size=10))
def test_no_row_is_done_before_its_parent_and_none_is_lost(links: list[int]) -> None:
    """Every row names any row as its parent, circles included."""

    def never(by: By, at: Any) -> list[Any]:
        raise AssertionError

    deeds = [
        Deed(n, str(n), never, str(parent) if parent >= 0 else "") for n, parent in enumerate(links)
    ]
    ordered = [deed.row for deed in parents_first(deeds)]
    assert sorted(ordered) == list(range(len(links)))
    for n, parent in enumerate(links):
        if 0 <= parent < len(links) and not _in_circle(n, links):
            assert ordered.index(parent) < ordered.index(n)


def _in_circle(n: int, links: list[int]) -> bool:
    seen: set[int] = set()
    while 0 <= n < len(links):
        if n in seen:
            return True
        seen.add(n)
        n = links[n]
    return False
