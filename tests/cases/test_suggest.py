"""Which category a text belongs to: by its words, by earlier cases, and never a bare guess."""

from __future__ import annotations

import pytest

from huiying.cases.suggest import BY_CASES, BY_NAME, categories_for, usable
from huiying.directory import queries as directory
from tests.city import City, build


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
