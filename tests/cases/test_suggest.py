"""Which category a text belongs to, and which earlier cases may be the same matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.cases import actions as cases
from huiying.cases.rules.similar import NEAR_METRES, RECENT_DAYS, best, likeness
from huiying.cases.suggest import (
    BY_CASES,
    BY_NAME,
    categories_for,
    twins_of,
    twins_of_case,
    usable,
)
from huiying.directory import queries as directory
from huiying.lib.coordinates import Point
from tests.city import NOW, City, build, later

TEXT = "幸福里小区路灯不亮，晚上走路害怕"


@pytest.fixture
def city(db: None) -> City:
    return build()


def test_a_name_that_occurs_is_suggested(city: City) -> None:
    hint = categories_for(city.actor("wang"), "门口道路破损严重")[0]
    assert (hint.category.name, hint.because) == ("道路破损", BY_NAME)


def test_what_similar_cases_were_counts_more_than_a_name(city: City) -> None:
    for n in range(4):
        city.receive(
            title=f"广场夜里太黑第{n}次", body="广场夜里太黑看不清路",
            category_id=city.categories["lamp"].pk,
        )  # fmt: skip
    hint = categories_for(city.actor("wang"), "广场夜里太黑看不清路")[0]
    assert (hint.category.name, hint.because, hint.cases) == ("路灯", BY_CASES, 4)


def test_cases_one_may_not_see_do_not_vote(city: City) -> None:
    city.receive(title="广场夜里太黑", category_id=city.categories["lamp"].pk)
    assert categories_for(city.actor("sun"), "广场夜里太黑") == []


def test_words_that_say_nothing_suggest_nothing(city: City) -> None:
    assert categories_for(city.actor("wang"), "") == []
    assert categories_for(city.actor("wang"), "您好") == []


def test_only_active_categories_without_children_can_be_chosen(city: City) -> None:
    leak = city.categories["leak"]
    leak.active = False
    leak.save()
    directory.forget()
    names = {row.name for row in usable()}
    assert "路灯" in names
    assert "房屋漏水" not in names
    assert "城市管理" not in names


def test_the_same_lamp_of_last_week_is_a_likely_duplicate_and_says_why(city: City) -> None:
    case = city.receive()
    (twin,) = twins_of(city.actor("wang"), TEXT, later(days=7), area_id=city.areas["xingfu"].pk)
    assert twin.row.number == case.number
    assert (twin.why.days, twin.why.same_area, twin.why.metres) == (7, True, None)
    assert twin.why.percent > 30


def test_the_same_words_in_another_street_are_another_matter(city: City) -> None:
    city.receive(area_id=city.areas["shanqian"].pk)
    wang = city.actor("wang")
    assert twins_of(wang, TEXT, later(days=1), area_id=city.areas["quanhe"].pk) == []
    assert len(twins_of(wang, TEXT, later(days=1))) == 1  # nobody knows the place yet


def test_a_case_of_last_year_is_no_duplicate(city: City) -> None:
    city.receive()
    wang = city.actor("wang")
    assert len(twins_of(wang, TEXT, later(days=RECENT_DAYS))) == 1
    assert twins_of(wang, TEXT, later(days=RECENT_DAYS + 1)) == []


def test_of_two_alike_the_one_in_the_named_street_comes_first(city: City) -> None:
    here = city.receive(at=NOW, address="", title="路灯不亮")
    city.receive(
        at=later(days=1), area_id=city.areas["shanqian"].pk, address="", title="路灯不亮"
    )  # later, but elsewhere
    found = twins_of(city.actor("wang"), "泉河街道路灯不亮", later(days=2))
    assert found[0].row.number == here.number


def test_coordinates_decide_where_there_are_any(city: City) -> None:
    near = city.receive(lon=116.1, lat=39.9)
    city.receive(lon=116.2, lat=39.9)  # the same street, eight kilometres away
    found = twins_of(
        city.actor("wang"), TEXT, later(days=1), area_id=city.areas["quanhe"].pk,
        point=Point(116.1001, 39.9),
    )  # fmt: skip
    assert [twin.row.number for twin in found] == [near.number]
    assert found[0].why.metres is not None
    assert found[0].why.metres < 20


def test_a_voided_case_is_no_duplicate_and_an_ended_one_no_master(city: City) -> None:
    gone, answered = city.receive(), city.receive()
    mine = city.receive(at=later(hours=2))
    cases.void(case_id=gone.pk, actor=city.actor("li"), at=later(hours=1), text="误登记")
    cases.answer(case_id=answered.pk, actor=city.actor("wang"), at=later(hours=1), text="已答")
    wang = city.actor("wang")
    found = {twin.row.number for twin in twins_of(wang, TEXT, later(hours=3))}
    assert found == {answered.number, mine.number}
    assert twins_of_case(wang, mine, later(hours=3)) == []


def test_duplicates_one_may_not_see_are_not_shown(city: City) -> None:
    city.receive()
    assert twins_of(city.actor("sun"), TEXT, later(days=1)) == []


def test_the_case_itself_is_not_its_duplicate(city: City) -> None:
    first, second = city.receive(), city.receive(at=later(hours=1))
    found = twins_of_case(city.actor("wang"), second, later(hours=2))
    assert [twin.row.number for twin in found] == [first.number]


@given(
    days=st.integers(-5, 200),
    metres=st.none() | st.integers(0, 5000),
    same=st.none() | st.booleans(),
)
def test_only_near_and_recent_cases_are_likely(
    days: int, metres: int | None, same: bool | None
) -> None:
    found = likeness(TEXT, TEXT, days=days, metres=metres, same_area=same)
    recent = 0 <= days <= RECENT_DAYS
    near = metres <= NEAR_METRES if metres is not None else same is not False
    assert (found is not None) == (recent and near)
    assert found is None or 0 < found.weight <= 1


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 800)), max_size=12))
def test_the_likeliest_come_first_whatever_the_order(facts: list[tuple[int, int]]) -> None:
    found = [
        (ident, why)
        for ident, (days, metres) in enumerate(facts)
        if (why := likeness(TEXT, TEXT, days=days, metres=metres))
    ]
    assert best(found, 5) == best(found[::-1], 5)
    weights = [why.weight for _ident, why in best(found, 5)]
    assert weights == sorted(weights, reverse=True)
