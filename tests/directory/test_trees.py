"""Whatever is moved where, every path spells out the way down from the root."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.directory import actions, queries
from huiying.directory.models import Area, Category, CodeSet, Unit
from huiying.directory.refusals import (
    GoesRound,
    KeyStays,
    NotFound,
    OtherSet,
    ParentEnded,
    StillUsed,
    TooDeep,
)
from huiying.journal.events import By
from huiying.journal.queries import history
from tests.city import NOW, City

BY = By(1, "郭涛")
MOVES = st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 7)), max_size=12)


def expected_path(row: Any) -> str:
    above = expected_path(row.parent) if row.parent else "/"
    return f"{above}{row.pk}/"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_moving_nodes_keeps_every_path_right_and_never_makes_a_circle(
    empty: None, moves: list[tuple[int, int | None]]
) -> None:
    with transaction.atomic():
        units = [
            actions.put_unit(code=f"U{n}", name=f"单位{n}", kind="department", by=BY, at=NOW).row
            for n in range(8)
        ]
        for moved, under in moves:
            parent_id = None if under is None else units[under].pk
            into_itself = under is not None and units[moved].pk in queries.units().above(
                units[under].pk
            )
            if into_itself:
                with pytest.raises(GoesRound):
                    actions.put_unit(code=f"U{moved}", parent_id=parent_id, by=BY, at=NOW)
            else:
                actions.put_unit(code=f"U{moved}", parent_id=parent_id, by=BY, at=NOW)
        for row in Unit.objects.select_related("parent"):
            assert row.path == expected_path(row)
        tree = queries.units()
        for node in tree.rows.values():
            by_path = {other.id for other in tree.rows.values() if other.path.startswith(node.path)}
            assert tree.below(node.id) == by_path
        transaction.set_rollback(True)
    queries.forget()


def test_a_class_that_moves_takes_the_levels_below_it_along(empty: None) -> None:
    standard = actions.put_code_set(standard="测试", by=BY, at=NOW).row

    def put(code: str, parent: Category | None) -> Category:
        return actions.put_category(
            code_set_id=standard.pk, kind="demand", code=code, name=code,
            parent_id=parent.pk if parent else None, by=BY, at=NOW,
        ).row  # fmt: skip

    a, b = put("01", None), put("02", None)
    child = put("0101", a)
    grandchild = put("010101", child)
    assert grandchild.level == 3
    put("01", b)
    grandchild.refresh_from_db()
    assert (grandchild.level, grandchild.path) == (4, expected_path(grandchild))


def test_a_street_cannot_go_below_its_own_community(city: City, guo: By) -> None:
    with pytest.raises(GoesRound, match="泉河街道办事处"):
        actions.put_unit(code="QH-01", parent_id=city.unit("xingfu"), by=guo, at=NOW)
    assert Unit.objects.get(code="QH-01").parent_id == city.unit("district")


def test_a_unit_under_nothing_known_is_refused(city: City, guo: By) -> None:
    with pytest.raises(NotFound):
        actions.put_unit(code="QH-01", parent_id=999_999, by=guo, at=NOW)


def test_a_tree_deeper_than_its_column_is_refused(empty: None) -> None:
    row = actions.put_unit(code="D0", name="层", kind="grid", by=BY, at=NOW).row
    Unit.objects.filter(pk=row.pk).update(path="/" * 199)
    with pytest.raises(TooDeep):
        actions.put_unit(code="D1", name="层", kind="grid", parent_id=row.pk, by=BY, at=NOW)
    assert not Unit.objects.filter(code="D1").exists()


def test_a_street_with_a_working_community_stays_and_without_one_may_go(
    city: City, guo: By
) -> None:
    with pytest.raises(StillUsed, match="幸福里社区居委会"):
        actions.deactivate_unit(unit_id=city.unit("quanhe"), by=guo, at=NOW)
    actions.deactivate_unit(unit_id=city.unit("xingfu"), by=guo, at=NOW)
    actions.deactivate_unit(unit_id=city.unit("quanhe"), by=guo, at=NOW)
    assert not queries.units().rows[city.unit("quanhe")].active
    assert history("unit", city.unit("quanhe"))[-1].data["changes"] == {"active": [True, False]}


def test_nothing_new_grows_below_a_unit_that_has_ended(city: City, guo: By) -> None:
    actions.deactivate_unit(unit_id=city.unit("xingfu"), by=guo, at=NOW)
    with pytest.raises(ParentEnded):
        actions.put_unit(
            code="G1", name="一网格", kind="grid", parent_id=city.unit("xingfu"), by=guo, at=NOW
        )


def test_an_area_with_a_working_unit_stays(city: City, guo: By) -> None:
    with pytest.raises(StillUsed, match="幸福里社区居委会"):
        actions.deactivate_area(area_id=city.areas["xingfu"].pk, by=guo, at=NOW)
    assert Area.objects.get(code="119916001001").active


def test_a_class_stays_in_its_standard_and_under_its_own_kind(city: City, guo: By) -> None:
    lamp = city.categories["lamp"]
    other = actions.put_code_set(standard="另一标准", by=guo, at=NOW).row
    with pytest.raises(KeyStays):
        actions.put_category(
            code_set_id=other.pk, kind="demand", code="0101", category_id=lamp.pk, by=guo, at=NOW
        )
    with pytest.raises(OtherSet):
        actions.put_category(
            code_set_id=CodeSet.objects.get(standard="测试分类").pk, kind="event", code="9",
            name="井盖", parent_id=lamp.pk, by=guo, at=NOW,
        )  # fmt: skip
