"""An article is written, published, written anew, looked at again and retired; versions stay."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huiying.journal.queries import history
from huiying.knowledge import actions as knowledge
from huiying.knowledge import queries
from huiying.knowledge.models import Article, Version
from huiying.knowledge.queries import Wanted
from huiying.knowledge.refusals import (
    ArticleNotNow,
    ArticleStale,
    Needed,
    NoSuchArticle,
    NothingNew,
    NotYourArticle,
    PersonInArticle,
    ReviewPassed,
    ReviewTooFar,
    UnknownCategory,
)
from tests.city import NOW, City, later
from tests.knowledge.conftest import TODAY, drafted, facts, published


def seen(city: City, name: str, **wanted: object) -> list[str]:
    rows = queries.articles(city.actor(name), Wanted(**wanted), TODAY)  # type: ignore[arg-type]
    return [row.title for row in rows]


def test_a_draft_is_seen_by_its_unit_and_the_editors_but_not_by_operators(city: City) -> None:
    row = drafted(city)
    assert row.state == "draft"
    assert seen(city, "chen") == seen(city, "bai") == ["路灯不亮怎样报修"]
    assert seen(city, "wang") == seen(city, "zhao") == []
    with pytest.raises(NoSuchArticle):
        queries.article_for(city.actor("wang"), row.pk)


def test_once_published_everybody_with_a_post_reads_it(city: City) -> None:
    published(city)
    assert seen(city, "wang") == ["路灯不亮怎样报修"]
    assert seen(city, "nobody") == []


def test_a_handler_writes_for_the_own_unit_only_and_does_not_publish(city: City) -> None:
    with pytest.raises(NotYourArticle):
        drafted(city, unit_id=city.unit("housing"))
    with pytest.raises(NotYourArticle):
        drafted(city, public=True)
    row = drafted(city)
    with pytest.raises(NotYourArticle):
        knowledge.publish(article_id=row.pk, actor=city.actor("chen"), at=NOW)
    with pytest.raises(NotYourArticle):
        drafted(city, by="wang")
    assert Article.objects.count() == 1


def test_a_change_is_told_only_once_it_is_published_and_the_old_words_stay(city: City) -> None:
    row = published(city)
    changed = facts(city, body="路灯由区城市管理委维修，24 小时内到场。")
    knowledge.edit(article_id=row.pk, facts=changed, actor=city.actor("chen"), at=later(days=1))
    told = queries.search("路灯", TODAY)[0]
    assert (told.number, "3 天" in told.body) == (1, True)
    knowledge.publish(article_id=row.pk, actor=city.actor("bai"), at=later(days=2))
    told = queries.search("路灯", TODAY)[0]
    assert (told.number, "24 小时" in told.body) == (2, True)
    bodies = Version.objects.order_by("number").values_list("body", flat=True)
    assert [("3 天" in body, "24 小时" in body) for body in bodies] == [
        (True, False),
        (False, True),
    ]
    with pytest.raises(NothingNew):
        knowledge.publish(article_id=row.pk, actor=city.actor("bai"), at=later(days=3))


def test_a_change_of_the_card_alone_makes_no_version(city: City) -> None:
    row = published(city)
    later_look = facts(city, review_on=date(2026, 12, 1))
    row = knowledge.edit(
        article_id=row.pk, facts=later_look, actor=city.actor("chen"), at=later(days=1)
    )
    assert (row.newest, row.review_on) == (1, date(2026, 12, 1))
    last = history("article", row.pk)[-1]
    assert (last.event, last.data) == ("ArticleEdited", {"number": 0, "fields": "review_on"})


def test_two_who_write_at_once_are_told(city: City) -> None:
    row = drafted(city)
    first, second = facts(city, title="路灯报修"), facts(city, title="怎样修路灯")
    chen = city.actor("chen")
    knowledge.edit(article_id=row.pk, facts=first, actor=chen, at=NOW, version=row.version)
    with pytest.raises(ArticleStale):
        knowledge.edit(article_id=row.pk, facts=second, actor=chen, at=NOW, version=row.version)
    assert Article.objects.get().title == "路灯报修"


def test_words_that_lead_to_a_person_are_never_public(city: City) -> None:
    row = drafted(city, by="bai", public=True, body="请联系张师傅 13800138000。")
    with pytest.raises(PersonInArticle):
        knowledge.publish(article_id=row.pk, actor=city.actor("bai"), at=NOW)
    office = facts(city, public=True, body="请拨打 010-69550000 报修。")
    knowledge.edit(article_id=row.pk, facts=office, actor=city.actor("bai"), at=NOW)
    knowledge.publish(article_id=row.pk, actor=city.actor("bai"), at=NOW)
    assert queries.public_article(row.pk) is not None


def test_a_published_article_does_not_become_public_with_a_mobile_number_in_it(
    city: City,
) -> None:
    body = "请联系张师傅 13800138000。"
    row = published(city, body=body)
    with pytest.raises(PersonInArticle):
        knowledge.edit(
            article_id=row.pk, facts=facts(city, body=body, public=True),
            actor=city.actor("bai"), at=later(hours=2),
        )  # fmt: skip
    assert not Article.objects.get().public


def test_what_is_due_for_review_waits_for_its_writers_until_somebody_looked(city: City) -> None:
    row = published(city)
    on = date(2026, 9, 10)
    assert [queries.waiting(city.actor(name), on) for name in ("chen", "bai", "zhao", "wang")] == [
        1, 1, 0, 0
    ]  # fmt: skip
    assert not queries.articles(city.actor("bai"), Wanted(review="due"), date(2026, 9, 9)).exists()
    soon = queries.articles(city.actor("bai"), Wanted(review="soon"), date(2026, 9, 1))
    assert soon.get() == row
    at = later(days=184)
    knowledge.review(article_id=row.pk, review_on=date(2027, 3, 1), actor=city.actor("chen"), at=at)
    assert queries.waiting(city.actor("bai"), on) == 0


@pytest.mark.parametrize(
    ("day", "why"), [(date(2026, 3, 10), ReviewPassed), (date(2030, 1, 1), ReviewTooFar)]
)
def test_the_day_of_review_is_neither_past_nor_far_away(
    city: City, day: date, why: type[Exception]
) -> None:
    with pytest.raises(why):
        drafted(city, review_on=day)


def test_words_that_must_be_there_and_classes_that_must_exist(city: City) -> None:
    with pytest.raises(Needed):
        drafted(city, body="  ")
    with pytest.raises(UnknownCategory):
        drafted(city, category_ids=frozenset({999_999}))


def test_a_retired_article_is_told_no_more_and_comes_back_as_a_draft(city: City) -> None:
    row, bai = published(city, by="bai", public=True), city.actor("bai")
    with pytest.raises(Needed):
        knowledge.retire(article_id=row.pk, text=" ", actor=bai, at=later(days=1))
    knowledge.retire(article_id=row.pk, text="并入新的条目", actor=bai, at=later(days=1))
    assert queries.search("路灯", TODAY) == []
    assert queries.public_article(row.pk) is None
    with pytest.raises(ArticleNotNow):
        knowledge.publish(article_id=row.pk, actor=bai, at=later(days=1))
    row = knowledge.restore(article_id=row.pk, actor=bai, at=later(days=2))
    assert (row.state, row.published) == ("draft", None)
    assert [line.event for line in history("article", row.pk)] == [
        "ArticleWritten", "ArticlePublished", "ArticleRetired", "ArticleRestored"
    ]  # fmt: skip


def test_the_database_itself_knows_that_what_is_told_has_words(city: City) -> None:
    row = drafted(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=row.pk).update(state="published")
