"""Two characters find an article on both databases; the title tells more than the prose."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiying.knowledge import queries
from huiying.knowledge.queries import Wanted
from huiying.knowledge.rules.differences import differences
from huiying.knowledge.rules.words import BODY, KEYWORD, TITLE, asked, weights
from tests.city import City
from tests.knowledge.conftest import TODAY, published


def titles(text: str) -> list[str]:
    return [one.title for one in queries.search(text, TODAY)]


def test_two_characters_a_nickname_and_traditional_writing_find_it(city: City) -> None:
    published(city)
    for text in ("路灯", "报修", "黑灯", "路燈"):
        assert titles(text) == ["路灯不亮怎样报修"], text
    assert titles("社保") == []


def test_the_title_weighs_more_than_the_prose(city: City) -> None:
    published(
        city, title="噪声扰民找谁", body="夜间施工噪声由城管处理，路灯的事另问。", keywords=""
    )
    published(city, title="路灯多久修好", body="三天内。", keywords="")
    assert titles("路灯") == ["路灯多久修好", "噪声扰民找谁"]


def test_where_no_article_has_all_words_those_with_most_of_them_come(city: City) -> None:
    published(city)
    assert titles("小区门口的路灯不亮了半个月还没人来") == ["路灯不亮怎样报修"]


def test_the_category_brings_its_articles_before_a_word_is_said(city: City) -> None:
    published(city)
    lamp = city.categories["lamp"].pk
    assert [one.title for one in queries.suggest("", TODAY, category_id=lamp)] == [
        "路灯不亮怎样报修"
    ]
    assert queries.suggest("你好", TODAY) == []


def test_the_list_filters_sorts_and_searches_together(city: City) -> None:
    published(city)
    published(city, title="噪声扰民找谁", body="夜间施工找城管。", keywords="", by="bai",
              unit_id=city.unit("housing"), category_ids=frozenset(), public=True)  # fmt: skip
    wang = city.actor("wang")

    def found(**wanted: Any) -> list[str]:
        return [row.title for row in queries.articles(wang, Wanted(**wanted), TODAY)]

    assert found(sort="title") == sorted(["路灯不亮怎样报修", "噪声扰民找谁"])
    assert found(unit=city.unit("housing")) == ["噪声扰民找谁"]
    assert found(category=city.categories["lamp"].pk) == ["路灯不亮怎样报修"]
    assert found(public=True) == ["噪声扰民找谁"]
    assert found(q="城管", sort="used") == ["噪声扰民找谁"]
    assert found(q="城管", unit=city.unit("lamps")) == []
    assert found(state="draft") == []


def test_a_search_costs_the_same_number_of_queries_for_one_article_and_for_many(
    city: City,
) -> None:
    published(city)
    with CaptureQueriesContext(
        connection,
    ) as one:
        queries.search("路灯", TODAY)
    for number in range(8):
        published(city, title=f"路灯问题之{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(queries.search("路灯", TODAY)) == queries.MOST_TOLD
    assert len(one) == len(many) <= 3


words = st.text(alphabet="路灯不亮报修社保医a1 ，", max_size=40)


@given(words, words, words)
def test_a_term_weighs_as_in_the_best_place_it_stands_in(title: str, key: str, body: str) -> None:
    found = weights(title, key, body)
    assert set(found.values()) <= {TITLE, KEYWORD, BODY}
    assert all(found[term] == TITLE for term in weights(title, "", ""))
    assert set(asked(body)) <= set(found)


@given(words, words)
def test_both_texts_can_be_read_out_of_their_differences(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after


def test_the_differences_name_what_went_and_what_came() -> None:
    found = [(one.kind, one.text) for one in differences("3 天内修好", "24 小时内修好")]
    assert ("gone", "3") in found
    assert ("new", "24") in found
    assert found[-1] == ("same", "内修好")
