"""Layouts of the field: lists of divisions, catalogues, names without codes, borders."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from huiying.directory import queries, sheets
from huiying.directory.models import (
    Area,
    Category,
    DeadlinePolicy,
    FilingCondition,
    Unit,
)
from huiying.directory.sheets.areas import place_name
from huiying.directory.sheets.catalogue import full_code
from huiying.directory.sheets.categories import SayStandard
from huiying.lib.geo import wgs84_to_gcj02
from tests.city import City
from tests.directory.files import bring, excel

DIVISION = ["code", "parent", "name", "level", "longitude", "latitude"]


def test_a_public_list_of_divisions_becomes_areas_and_units(empty: None, tmp_path: Path) -> None:
    lon, lat = wgs84_to_gcj02(116.63, 40.32)
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(DIVISION)
        writer.writerow(["119916000000", "119900000000", "青禾区", "county", "", ""])
        writer.writerow(["119916001000", "119916000000", "泉河街道办事处", "town", lon, lat])
        writer.writerow(["119916001001", "119916001000", "幸福里社区居委会", "village", "", ""])
    assert bring("areas", path).counts["created"] == 3
    assert bring("areas", path).counts["unchanged"] == 3
    assert bring("units", path).counts["created"] == 3
    street = Area.objects.get(code="119916001")
    assert (street.name, street.kind, street.source_crs) == ("泉河街道", "street", "gcj02")
    assert (street.lon, street.lat) == pytest.approx((116.63, 40.32), abs=1e-6)
    for name in ("119916001000", "泉河街道办事处", "泉河街道", "119916001"):
        found = queries.area_by_code_or_name(name)
        assert found is not None, name
        assert found.id == street.pk
    unit = Unit.objects.get(code="119916001")
    assert (unit.name, unit.area, unit.kind) == ("泉河街道办事处", street, "street")


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("怀北地区办事处", "怀北地区"),
        ("北园社区居委会", "北园社区"),
        ("山前村委会", "山前村"),
        ("山前村村委会", "山前村"),
        ("杨柳镇", "杨柳镇"),
        ("居委会", "居委会"),
    ],
)
def test_an_area_is_called_like_the_place_not_like_the_office(office: str, place: str) -> None:
    assert place_name(office) == place


def square(lon: float, lat: float, size: float = 0.1) -> dict[str, Any]:
    ring = [(lon, lat), (lon + size, lat), (lon + size, lat + size), (lon, lat + size), (lon, lat)]
    return {"type": "Polygon", "coordinates": [[list(wgs84_to_gcj02(*p)) for p in ring]]}


def test_borders_come_in_by_code_or_name_and_go_out_in_wgs84(city: City, tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"adcode": 119916}, "geometry": square(116.5, 40.2, 0.5)},
        {"type": "Feature", "properties": {"name": "泉河街道"}, "geometry": square(116.6, 40.3)},
    ]
    path = tmp_path / "borders.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert bring("borders", path, crs="gcj02").counts["changed"] == 2
    assert queries.area_at(116.65, 40.35) == city.areas["quanhe"].pk
    assert queries.area_at(116.95, 40.65) == city.areas["district"].pk
    out = tmp_path / "out.geojson"
    assert sheets.export_file("borders", out) == 2
    assert bring("borders", out).counts["unchanged"] == 2


def test_a_border_of_an_unknown_area_is_refused(city: City, tmp_path: Path) -> None:
    path = tmp_path / "borders.json"
    feature = {"type": "Feature", "properties": {"name": "别处"}, "geometry": square(1, 1)}
    path.write_text(json.dumps(feature))
    (row,) = bring("borders", path, crs="gcj02").refused
    assert "别处" in str(row.refused)


NAMES = [
    ["一级分类", "二级分类", "三级分类"],
    ["城乡建设", "市政", "路灯"],
    ["", "", "井盖"],
    ["", "规划", "违建"],
    ["民政", "养老", "食堂"],
]


def test_names_without_codes_get_codes_by_their_place(empty: None, tmp_path: Path) -> None:
    path = excel(tmp_path / "names.xlsx", NAMES)
    assert bring("categories", path, standard="三级").counts["created"] == 9
    codes = dict(Category.objects.values_list("name", "code"))
    assert codes == {
        "城乡建设": "01", "市政": "0101", "路灯": "010101", "井盖": "010102",
        "规划": "0102", "违建": "010201", "民政": "02", "养老": "0201", "食堂": "020101",
    }  # fmt: skip


def test_a_longer_list_changes_no_code_of_the_old_one(empty: None, tmp_path: Path) -> None:
    bring("categories", excel(tmp_path / "a.xlsx", NAMES), standard="三级")
    before = dict(Category.objects.values_list("name", "code"))
    longer = [NAMES[0], ["教育", "学校", "校车"], *NAMES[1:3], ["", "", "管网"], *NAMES[3:]]
    report = bring("categories", excel(tmp_path / "b.xlsx", longer), standard="三级")
    assert report.counts == {"created": 4, "changed": 0, "unchanged": 9, "refused": 0}
    after = dict(Category.objects.values_list("name", "code"))
    assert {name: after[name] for name in before} == before
    assert after["管网"] == "010103"


def catalogue(path: Path, sheet: str = "部件") -> Path:
    """A class in merged cells over two conditions, as published."""
    head = ["大类代码", "大类名称", "小类代码", "小类名称", "立案条件", "处置时限", "结案条件"]
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        page.write_row(
            0, 0, [*head, "监管主体", "责任主体", "法律法规依据", "具体条款", "采集要求"]
        )
        page.merge_range(1, 0, 3, 0, "01")
        page.merge_range(1, 1, 3, 1, "公用设施")
        page.merge_range(1, 2, 2, 2, "01")
        page.merge_range(1, 3, 2, 3, "供水井盖")
        page.write_row(1, 4, ["井盖缺失", "2 紧急工作时", "恢复"])
        page.write_row(2, 4, ["井盖破损", "4 工作时", "修复"])
        page.merge_range(1, 7, 2, 7, "城市管理委")
        page.write_row(3, 2, ["02", "路灯", "单盏不亮", "2 工作日", "恢复照明"])
    return path


def test_a_catalogue_with_merged_cells_becomes_classes_with_conditions(
    empty: None, tmp_path: Path
) -> None:
    path = catalogue(tmp_path / "c.xlsx")
    report = bring("categories", path, standard="GB/T 30428.2-2013")
    assert report.counts["created"] == 3
    assert bring("categories", path, standard="GB/T 30428.2-2013").counts["unchanged"] == 3
    cover = Category.objects.get(code="0101")
    assert (cover.kind, cover.name, cover.level) == ("component", "供水井盖", 2)
    found = list(cover.conditions.values_list("condition", "amount", "amount_unit"))
    assert found == [("井盖缺失", 2, "hours"), ("井盖破损", 4, "work_hours")]
    assert set(cover.conditions.values_list("supervised_by", flat=True)) == {"城市管理委"}
    assert Category.objects.get(code="0102").conditions.get().supervised_by == ""


def test_conditions_go_out_as_a_catalogue_and_read_back(empty: None, tmp_path: Path) -> None:
    bring("categories", catalogue(tmp_path / "c.xlsx"), standard="某标准")
    out = tmp_path / "out.xlsx"
    assert sheets.export_file("conditions", out, standard="某标准") == 3
    assert bring("conditions", out, standard="某标准").counts["unchanged"] == 3
    FilingCondition.objects.all().delete()
    assert bring("conditions", out, standard="某标准").counts["changed"] == 2
    assert FilingCondition.objects.count() == 3


def test_a_catalogue_must_say_what_it_is(empty: None, tmp_path: Path) -> None:
    with pytest.raises(SayStandard):
        bring("categories", catalogue(tmp_path / "a.xlsx"))
    with pytest.raises(SayStandard):
        bring("categories", catalogue(tmp_path / "b.xlsx", "表一"), standard="某标准")
    named = bring("categories", tmp_path / "b.xlsx", standard="某标准", code_kind="event")
    assert named.applied
    assert Category.objects.get(code="0101").kind == "event"


@pytest.mark.parametrize(
    ("big", "small", "whole"),
    [("06", "010", "06010"), ("06", "06010", "06010"), ("06", "6010", "06010"),
     ("01", "01", "0101"), ("01", "0101", "0101"), ("10", "1", "1001"), ("01", "010", "01010")],
)  # fmt: skip
def test_codes_of_classes_are_whole_however_the_file_writes_them(
    big: str, small: str, whole: str
) -> None:
    assert full_code(big, small) == whole


def test_crosswalks_go_out_and_come_back(city: City, tmp_path: Path) -> None:
    bring("categories", catalogue(tmp_path / "c.xlsx"), standard="某标准")
    header = list(sheets.categories.WALK_COLUMNS)
    rows = [header, ["测试分类", "诉求", "0101", "某标准", "部件", "0102", "近似"]]
    assert bring("crosswalks", excel(tmp_path / "w.xlsx", rows)).counts["created"] == 1
    out = tmp_path / "out.xlsx"
    assert sheets.export_file("crosswalks", out) == 1
    assert bring("crosswalks", out).counts["unchanged"] == 1
    rows.append(["测试分类", "诉求", "9999", "某标准", "部件", "0102", ""])
    (row,) = bring("crosswalks", excel(tmp_path / "x.xlsx", rows)).refused
    assert row.row == 3


def test_limits_are_read_as_written_and_bad_ones_refused(city: City, tmp_path: Path) -> None:
    header = ["诉求类型", "级别", "生效日期", "签收时限", "办结时限", "依据"]
    good = ["举报", "紧急", "2026年4月1日", "2 小时", "13 个工作日", "区级规定"]
    bad = ["投诉", "", "2026-04-01", "", "尽快", ""]
    (row,) = bring("policies", excel(tmp_path / "p.xlsx", [header, good, bad])).refused
    assert (row.row, row.refused and row.refused.code) == (3, "bad_limit")
    assert bring("policies", excel(tmp_path / "q.xlsx", [header, good])).applied
    policy = DeadlinePolicy.objects.get(kind="tipoff")
    assert (policy.level, policy.sign_amount, policy.sign_unit) == ("urgent", 2, "hours")
    assert (policy.resolve_amount, policy.resolve_unit) == (13, "work_days")


def test_a_new_year_of_working_days_comes_from_a_file(city: City, tmp_path: Path) -> None:
    header = list(sheets.times.DAY_COLUMNS)
    rows = [header, *(["工作日历", f"2028-01-0{n}", "否", "元旦"] for n in (1, 2))]
    report = bring("calendar", excel(tmp_path / "d.xlsx", rows))
    assert [(row.key, row.outcome) for row in report.rows] == [("工作日历 2028", "created")]
    rows[2][2] = "也许"
    (row,) = bring("calendar", excel(tmp_path / "e.xlsx", rows)).refused
    assert row.row == 3
    hole = [header, ["工作日历", "2028-02-01", "是", ""]]
    (row,) = bring("calendar", excel(tmp_path / "f.xlsx", hole)).refused
    assert "2028-01-03" in str(row.refused)


def test_the_real_lists_of_one_district_come_in_whole(
    empty: None, shared_data: Callable[[str], Path]
) -> None:
    listed = shared_data("geo/huairou_units_2016.csv")
    assert bring("areas", listed).counts["created"] == 338
    assert bring("units", listed).counts["created"] == 338
    assert bring("areas", listed).counts["unchanged"] == 338
    border = shared_data("geo/huairou_district_gcj02.json")
    assert bring("borders", border, crs="gcj02").counts["changed"] == 1
    assert queries.area_at(116.6319, 40.3160) == Area.objects.get(code="110116").pk


def test_a_real_list_of_three_levels_comes_in_whole(
    empty: None, shared_data: Callable[[str], Path]
) -> None:
    path = shared_data("cn/taxonomy_three_level.xlsx")
    report = bring("categories", path, standard="三级分类")
    assert report.applied
    assert Category.objects.filter(level=1).count() == 15
    assert bring("categories", path, standard="三级分类").counts["created"] == 0
