"""The shape of every verb: lock, access, state table, version, change, journal; one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huiying.accounts.actors import Actor
from huiying.journal import actions as journal
from huiying.journal.events import Event
from huiying.knowledge import access
from huiying.knowledge.models import Article, Term, Version
from huiying.knowledge.refusals import (
    ArticleNotNow,
    ArticleStale,
    NoSuchArticle,
    PersonInArticle,
    ReviewPassed,
    ReviewTooFar,
)
from huiying.knowledge.rules.words import weights
from huiying.knowledge.rules.workflow import BY_NAME, STATE_LABELS, State
from huiying.lib.text import find_personal

FARTHEST_DAYS = 1100  # a policy nobody looked at for three years is no policy to tell
# A unit's own telephone belongs into an answer; a person's mobile, identity and e-mail do not.
PERSONS = frozenset({"id", "phone", "email"})


@dataclass
class Deed:
    """A verb being done: the locked article and what will be told to the journal."""

    row: Article
    actor: Actor
    at: datetime
    events: list[Event] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        self.events.append(event)


@contextmanager
def act(
    name: str, article_id: int, *, actor: Actor, at: datetime, version: int | None = None
) -> Iterator[Deed]:
    """Do one verb; the target state is set after the body. Whatever it raises undoes everything.

    Raises NoSuchArticle, NotYourArticle, ArticleNotNow, ArticleStale before anything is changed.
    """
    verb = BY_NAME[name]
    with transaction.atomic():
        row = lock(article_id, actor)
        access.check(actor, verb, row)
        if State(row.state) not in verb.sources:
            state = STATE_LABELS[State(row.state)]
            raise ArticleNotNow(title=row.title, state=state, verb=verb.label)
        if version is not None and version != row.version:
            raise ArticleStale(title=row.title)
        deed = Deed(row, actor, at)
        yield deed
        if verb.target is not None:
            row.state = verb.target
        row.version, row.changed_at = row.version + 1, at
        row.save()
        journal.record_all([(event, at) for event in deed.events], by=actor.by)


def lock(article_id: int, actor: Actor) -> Article:
    """The article, locked; somebody who may not see it learns that there is none."""
    found = Article.objects.select_for_update().filter(access.visible_to(actor), pk=article_id)
    row = found.first()
    if row is None:
        raise NoSuchArticle(id=article_id)
    return row


def check_review(on: date, at: datetime) -> None:
    """Raise ReviewPassed or ReviewTooFar unless the day of the next look is a sensible one."""
    days = (on - timezone.localtime(at).date()).days
    if days <= 0:
        raise ReviewPassed
    if days > FARTHEST_DAYS:
        raise ReviewTooFar(days=FARTHEST_DAYS)


def check_public(words: Version) -> None:
    """Raise PersonInArticle when what everybody will read leads to a person."""
    for text in (words.title, words.body, words.basis):
        for span in find_personal(text):
            if span.kind in PERSONS:
                raise PersonInArticle(part=text[span.start : span.end][:4] + "…")


def index(row: Article, words: Version) -> None:
    """Make the article be found by these words and by no others."""
    row.terms.all().delete()
    found = weights(words.title, words.keywords, words.body)
    Term.objects.bulk_create(
        [Term(article=row, term=term, weight=weight) for term, weight in found.items()],
        batch_size=300,
    )
