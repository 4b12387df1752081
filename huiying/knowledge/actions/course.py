"""The course of an article: published, looked at again, retired, taken up again."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.knowledge.actions.core import act, check_public, check_review, index
from huiying.knowledge.events import (
    ArticlePublished,
    ArticleRestored,
    ArticleRetired,
    ArticleReviewed,
)
from huiying.knowledge.models import Article
from huiying.knowledge.refusals import Needed, NothingNew, TooLong
from huiying.lib.text import tidy

WHY = _("停用的理由")
WHY_LONGEST = 200


def publish(*, article_id: int, actor: Actor, at: datetime, version: int | None = None) -> Article:
    """The newest version is from now on what callers are told, and the public where it is public.

    Raises NothingNew, PersonInArticle.
    """
    with act("publish", article_id, actor=actor, at=at, version=version) as deed:
        row = deed.row
        if row.published is not None and row.published.number == row.newest:
            raise NothingNew
        words = row.versions.get(number=row.newest)
        if row.public:
            check_public(words)
        row.published, row.published_at, row.title = words, at, words.title
        index(row, words)
        deed.tell(ArticlePublished(row.pk, number=words.number, public=row.public))
    return deed.row


def review(
    *, article_id: int, review_on: date, actor: Actor, at: datetime, version: int | None = None
) -> Article:
    """It still holds; ``review_on`` is the day it must be looked at again."""
    with act("review", article_id, actor=actor, at=at, version=version) as deed:
        check_review(review_on, at)
        deed.row.review_on, deed.row.reviewed_at = review_on, at
        deed.tell(ArticleReviewed(deed.row.pk, until=review_on.isoformat()))
    return deed.row


def retire(
    *, article_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Article:
    """It is told no more; its versions stay, since cases were answered with them."""
    why = tidy(text)
    if not why:
        raise Needed(field=WHY)
    if len(why) > WHY_LONGEST:
        raise TooLong(field=WHY, most=WHY_LONGEST)
    with act("retire", article_id, actor=actor, at=at, version=version) as deed:
        deed.tell(ArticleRetired(deed.row.pk, why=why))
    return deed.row


def restore(*, article_id: int, actor: Actor, at: datetime, version: int | None = None) -> Article:
    """A retired article is a draft again, to be looked through and published anew."""
    with act("restore", article_id, actor=actor, at=at, version=version) as deed:
        row = deed.row
        row.published, row.published_at = None, None
        words = row.versions.get(number=row.newest)
        row.title = words.title
        index(row, words)
        deed.tell(ArticleRestored(row.pk))
    return deed.row
