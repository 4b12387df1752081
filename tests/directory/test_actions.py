"""Codes, borders, other names: what is right is kept and journalled, what is wrong refused."""

from typing import Any

import pytest

from huiying.directory import actions, queries
from huiying.directory.models import Area, AreaAlias, CrossWalk, FilingCondition, Unit
from huiying.directory.refusals import (
    BadCode,
    BadCreditCode,
    BadKind,
    BadPlace,
    BadPolygon,
    Duplicate,
    Empty,
    SameSet,
)
from huiying.directory.rules.codes import is_credit_code, trimmed_area_code
from huiying.journal.events import By
from huiying.journal.models import Entry
from huiying.journal.queries import history
from huiying.lib.geo import wgs84_to_gcj02
from tests.city import NOW, City

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[116.6, 40.3], [116.7, 40.3], [116.7, 40.4], [116.6, 40.4], [116.6, 40.3]]],
}
CREDIT = "91350100M000100Y43"  # the example of GB 32100-2015


def test_a_change_is_told_to_the_journal_with_before_and_after(city: City, guo: By) -> None:
    put = actions.put_unit(code="QH-CG", short_name="城管委", phone="010-1", by=guo, at=NOW)
    assert put.outcome == "changed"
    (line,) = history("unit", city.unit("lamps"))
    assert (line.event, line.actor_name) == ("UnitChanged", "郭涛")
    assert line.data["changes"] == {"short_name": ["", "城管委"], "phone": ["", "010-1"]}
    assert queries.units().rows[city.unit("lamps")].label == "城管委"


def test_saying_the_same_again_changes_nothing(city: City, guo: By) -> None:
    before = Entry.objects.count()
    put = actions.put_unit(code="QH-CG", name=" 区城市管理委 ", by=guo, at=NOW)
    assert (put.outcome, Entry.objects.count()) == ("unchanged", before)


def test_a_code_of_another_unit_is_refused_with_that_units_name(city: City, guo: By) -> None:
    with pytest.raises(Duplicate, match="区住房建设委"):
        actions.put_unit(code="QH-ZJ", unit_id=city.unit("lamps"), by=guo, at=NOW)


@pytest.mark.parametrize("code", ["", "  ", "QH CG"])
def test_an_unusable_code_is_refused(city: City, guo: By, code: str) -> None:
    with pytest.raises(BadCode):
        actions.put_unit(code=code, name="甲", kind="department", by=guo, at=NOW)


def test_a_new_unit_needs_a_name_and_a_known_kind(city: City, guo: By) -> None:
    with pytest.raises(Empty, match="名称"):
        actions.put_unit(code="NEW", kind="department", by=guo, at=NOW)
    with pytest.raises(BadKind) as unknown:
        actions.put_unit(code="NEW", name="甲", kind="ministry", by=guo, at=NOW)
    assert "街道乡镇" in str(unknown.value.params["choices"])
    with pytest.raises(BadKind) as long:
        actions.put_unit(code="QH-CG", short_name="长" * 41, by=guo, at=NOW)
    assert "40" in str(long.value.params["choices"])
    assert not Unit.objects.filter(code="NEW").exists()


def test_the_standards_example_is_a_credit_code_and_one_digit_off_is_not() -> None:
    assert is_credit_code(CREDIT)
    for place in range(18):
        wrong = CREDIT[:place] + ("1" if CREDIT[place] != "1" else "2") + CREDIT[place + 1 :]
        assert not is_credit_code(wrong)


def test_a_credit_code_is_checked_and_belongs_to_one_unit(city: City, guo: By) -> None:
    with pytest.raises(BadCreditCode):
        actions.put_unit(code="QH-CG", credit_code="91350100M000100Y44", by=guo, at=NOW)
    actions.put_unit(code="QH-CG", credit_code=CREDIT, by=guo, at=NOW)
    with pytest.raises(Duplicate, match="区城市管理委"):
        actions.put_unit(code="QH-ZJ", credit_code=CREDIT, by=guo, at=NOW)


def test_a_border_drawn_on_a_chinese_map_is_kept_in_wgs84_with_its_source(
    city: City, guo: By
) -> None:
    ring = [list(wgs84_to_gcj02(*corner)) for corner in SQUARE["coordinates"][0]]
    drawn = {"type": "Polygon", "coordinates": [ring]}
    actions.put_area(code="119916001", polygon=drawn, crs="gcj02", by=guo, at=NOW)
    row = Area.objects.get(code="119916001")
    assert row.source_crs == "gcj02"
    assert queries.area_at(116.6001, 40.3001) == row.pk
    assert queries.area_at(116.5999, 40.2999) is None
    (line,) = history("area", row.pk)
    assert len(line.data["changes"]["polygon"][1]) == 16


def test_a_point_is_in_the_smallest_area_that_is_in_use(city: City, guo: By) -> None:
    small = [[116.64, 40.34], [116.66, 40.34], [116.66, 40.36], [116.64, 40.34]]
    inner = {"type": "Polygon", "coordinates": [small]}
    actions.put_area(code="119916001", polygon=SQUARE, by=guo, at=NOW)
    actions.put_area(code="119916002201", polygon=inner, by=guo, at=NOW)
    assert queries.area_at(116.655, 40.345) == city.areas["shanqian"].pk
    assert queries.area_at(116.61, 40.31) == city.areas["quanhe"].pk
    assert queries.area_at(120.0, 30.0) is None
    actions.deactivate_unit(unit_id=city.unit("shanqian"), by=guo, at=NOW)
    actions.deactivate_area(area_id=city.areas["shanqian"].pk, by=guo, at=NOW)
    assert queries.area_at(116.655, 40.345) == city.areas["quanhe"].pk


@pytest.mark.parametrize(
    "border",
    [
        "{not json",
        "[1, 2]",
        {"type": "Point", "coordinates": [116.6, 40.3]},
        {"type": "Polygon", "coordinates": [[[116.6, 40.3], [116.7, 40.3], [116.6, 40.3]]]},
    ],
)
def test_a_border_that_holds_nothing_is_refused(city: City, guo: By, border: Any) -> None:
    with pytest.raises(BadPolygon, match="泉河街道"):
        actions.put_area(
            code="119916001",
            name="泉河街道",
            polygon=border,
            by=guo,
            at=NOW,
        )
    assert Area.objects.get(code="119916001").polygon == ""


def test_a_centre_with_latitude_first_is_refused(city: City, guo: By) -> None:
    with pytest.raises(BadPlace):
        actions.put_area(code="119916001", centre=(40.3, 116.6), by=guo, at=NOW)


@pytest.mark.parametrize("code", ["11", "1199160", "11991600X", "１１９９１６"])
def test_codes_of_areas_have_six_nine_twelve_or_fifteen_digits(
    city: City, guo: By, code: str
) -> None:
    with pytest.raises(BadCode):
        actions.put_area(code=code, name="甲", kind="street", by=guo, at=NOW)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("110116000000", "110116"),
        ("110116001000", "110116001"),
        ("110116001001", "110116001001"),
        ("110116", "110116"),
    ],
)
def test_zeros_that_mean_all_of_it_are_not_part_of_a_code(given: str, kept: str) -> None:
    assert trimmed_area_code(given) == kept


def test_the_same_town_is_found_under_both_its_codes(city: City, guo: By) -> None:
    area_id = city.areas["quanhe"].pk
    assert actions.put_alias(area_id=area_id, code="119916100", by=guo, at=NOW).created
    assert not actions.put_alias(area_id=area_id, code="119916100", by=guo, at=NOW).created
    found = queries.area_by_code_or_name("119916100")
    assert found is not None
    assert found.id == area_id
    with pytest.raises(Duplicate, match="泉河街道"):
        actions.put_alias(area_id=city.areas["beilu"].pk, code="119916100", by=guo, at=NOW)
    with pytest.raises(Duplicate, match="泉河街道"):
        actions.put_area(code="119916100", name="新街道", kind="street", by=guo, at=NOW)
    actions.remove_alias(alias_id=AreaAlias.objects.get().pk, by=guo, at=NOW)
    assert [line.event for line in history("area", area_id)] == ["AliasAdded", "AliasRemoved"]


def test_a_class_reads_as_another_one_in_another_standard_only(city: City, guo: By) -> None:
    other = actions.put_code_set(standard="GB/T 30428.2-2013", by=guo, at=NOW).row
    target = actions.put_category(
        code_set_id=other.pk, kind="component", code="0107", name="路灯", by=guo, at=NOW
    ).row
    lamp, road = city.categories["lamp"], city.categories["road"]
    actions.put_crosswalk(source_id=lamp.pk, target_id=target.pk, by=guo, at=NOW)
    again = actions.put_crosswalk(
        source_id=lamp.pk, target_id=target.pk, note="单盏", by=guo, at=NOW
    )
    assert again.changes == {"note": ["", "单盏"]}
    with pytest.raises(SameSet):
        actions.put_crosswalk(source_id=lamp.pk, target_id=road.pk, by=guo, at=NOW)
    actions.remove_crosswalk(crosswalk_id=CrossWalk.objects.get().pk, by=guo, at=NOW)
    assert not CrossWalk.objects.exists()


def test_conditions_for_filing_keep_words_and_time(city: City, guo: By) -> None:
    lamp = city.categories["lamp"].pk
    wanted = [
        actions.Condition("单盏不亮", "2 工作日", "恢复照明"),
        actions.Condition("成片不亮", "2紧急工作时", "恢复照明"),
        actions.Condition("违建", "停工 4 工作时，拆除 20 工作日"),
    ]
    assert actions.put_conditions(category_id=lamp, conditions=wanted, by=guo, at=NOW)
    assert not actions.put_conditions(category_id=lamp, conditions=wanted, by=guo, at=NOW)
    kept = list(FilingCondition.objects.values_list("amount", "amount_unit", "limit"))
    assert kept == [
        (2, "work_days", "2 工作日"),
        (2, "hours", "2紧急工作时"),
        (None, "", "停工 4 工作时，拆除 20 工作日"),
    ]
    with pytest.raises(Empty):
        actions.put_conditions(
            category_id=lamp, conditions=[actions.Condition(" ")], by=guo, at=NOW
        )
    assert FilingCondition.objects.count() == 3
