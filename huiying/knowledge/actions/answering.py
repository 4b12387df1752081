"""An article serves as the answer: the case keeps which words, in which version, were told."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from huiying.accounts.actors import Actor
from huiying.cases import actions as cases
from huiying.cases.actions import NewCase
from huiying.cases.models import Case
from huiying.journal import actions as journal
from huiying.knowledge.events import ArticleUsed
from huiying.knowledge.models import Use, Version
from huiying.knowledge.refusals import NoSuchArticle, NotPublished
from huiying.knowledge.rules.workflow import State

MOST = 5  # articles behind one answer


def take_in(
    new: NewCase,
    *,
    outcome: str,
    actor: Actor,
    at: datetime,
    key: str,
    articles: Iterable[int] = (),
    text: str = "",
    way: str = "",
    master_id: int | None = None,
) -> Case:
    """As `cases.take_in`, with the versions of the articles that the caller was told from.

    Raises NotPublished, NoSuchArticle.
    """
    told = list(articles)
    # Alone, a case counts its number before its transaction, where no other has to wait for it.
    with transaction.atomic() if told else nullcontext():
        case = cases.take_in(
            new, outcome=outcome, actor=actor, at=at, key=key, text=text, way=way,
            master_id=master_id,
        )  # fmt: skip
        _record(case, told, actor, at)
    return case


def _record(case: Case, versions: Iterable[int], actor: Actor, at: datetime) -> None:
    """Each version once; what was noted before stays as it is."""
    for ident in list(dict.fromkeys(versions))[:MOST]:
        found = Version.objects.select_related("article").filter(pk=ident).first()
        if found is None:
            raise NoSuchArticle(id=ident)
        if Use.objects.filter(case=case, used=found).exists():
            continue
        article = found.article
        if article.state != State.PUBLISHED or article.published_id != found.pk:
            raise NotPublished(title=found.title)
        Use.objects.create(case=case, article=article, used=found, at=at, by_name=actor.name)
        event = ArticleUsed(case.pk, article_id=article.pk, number=found.number)
        journal.record(event, by=actor.by, at=at)
