"""王芳 answers from an article; the case keeps which version it was, for good."""

from __future__ import annotations

from typing import Any

import pytest

from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.journal.queries import history
from huiying.knowledge import actions as knowledge
from huiying.knowledge import queries
from huiying.knowledge.models import Use
from huiying.knowledge.refusals import NoSuchArticle, NotPublished
from tests.city import City, later
from tests.knowledge.conftest import facts, published

ASKED = NewCase(kind="consultation", channel="hotline", title="路灯坏了找谁", body="")


def take_in(city: City, articles: list[int], **more: Any) -> Case:
    said: dict[str, Any] = {"outcome": "answer", "key": "call-7", "text": "请打城市管理委电话。"}
    return knowledge.take_in(
        ASKED, actor=city.actor("wang"), at=later(hours=2), articles=articles, **(said | more)
    )


def version_of(row: Any) -> int:
    return int(row.published_id)


def test_a_question_answered_from_an_article_is_closed_and_keeps_its_source(city: City) -> None:
    row = published(city)
    case = take_in(city, [version_of(row)])
    assert (case.state, case.open) == ("closed", False)
    use = Use.objects.get()
    assert (use.case_id, use.article_id, use.used.number) == (case.pk, row.pk, 1)
    line = [line for line in history("case", case.pk) if line.event == "ArticleUsed"]
    assert [(one.data, one.actor_name) for one in line] == [
        ({"article_id": row.pk, "number": 1}, "王芳")
    ]


def test_two_clicks_note_it_once(city: City) -> None:
    row = published(city)
    first, second = (take_in(city, [version_of(row)] * 2) for _ in range(2))
    assert first.pk == second.pk
    assert Use.objects.count() == 1


def test_the_case_keeps_the_version_that_was_told_when_a_newer_one_comes(city: City) -> None:
    row = published(city)
    case = take_in(city, [version_of(row)])
    bai = city.actor("bai")
    knowledge.edit(article_id=row.pk, facts=facts(city, body="已改"), actor=bai, at=later(days=1))
    knowledge.publish(article_id=row.pk, actor=bai, at=later(days=1))
    assert [use.used.number for use in queries.used_for(case)] == [1]
    assert queries.used_times([row]) == {row.pk: 1}


def test_words_that_are_not_told_any_more_answer_nothing_and_no_case_is_left(city: City) -> None:
    row = published(city)
    old = version_of(row)
    knowledge.retire(article_id=row.pk, text="过时", actor=city.actor("bai"), at=later(hours=2))
    with pytest.raises(NotPublished):
        take_in(city, [old])
    with pytest.raises(NoSuchArticle):
        take_in(city, [999_999])
    assert not Case.objects.exists()


def test_a_case_that_is_filed_keeps_its_articles_too(city: City) -> None:
    row = published(city)
    case = take_in(city, [version_of(row)], outcome="file", text="")
    assert case.state == "filed"
    assert Use.objects.filter(case=case).count() == 1
