"""Writing an article and writing it anew: every change of its words is a version that stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.journal import actions as journal
from huiying.knowledge import access
from huiying.knowledge.actions.core import act, check_public, check_review, index
from huiying.knowledge.events import ArticleEdited, ArticleWritten
from huiying.knowledge.models import Article, Version
from huiying.knowledge.refusals import Needed, NotYourArticle, TooLong, UnknownCategory
from huiying.knowledge.rules.workflow import BY_NAME, State
from huiying.lib.text import tidy

LONGEST = {"title": 100, "body": 4000, "keywords": 200, "basis": 300}
LABELS = {"title": _("标题"), "body": _("答复口径"), "keywords": _("关键词"), "basis": _("依据")}
NEEDED = ("title", "body")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a writer says. ``body`` is what callers are told; ``basis`` the law it stands on;
    ``keywords`` the words people use for it; ``review_on`` the day it must be looked at again."""

    title: str
    body: str
    unit_id: int
    review_on: date
    keywords: str = ""
    basis: str = ""
    category_ids: frozenset[int] = field(default_factory=frozenset)
    public: bool = False

    def words(self) -> dict[str, str]:
        """The four texts, tidy. Raises Needed, TooLong."""
        found = {name: tidy(getattr(self, name)) for name in LONGEST}
        for name, text in found.items():
            if not text and name in NEEDED:
                raise Needed(field=LABELS[name])
            if len(text) > LONGEST[name]:
                raise TooLong(field=LABELS[name], most=LONGEST[name])
        return found


def write(*, facts: Facts, actor: Actor, at: datetime) -> Article:
    """Begin an article as a draft; nobody is told it yet.

    Raises NotYourArticle, Needed, TooLong, ReviewPassed, ReviewTooFar, UnknownCategory.
    """
    words = facts.words()
    access.check_writer(actor, facts.unit_id, words["title"])
    _check(facts, actor, public_before=False)
    check_review(facts.review_on, at)
    with transaction.atomic():
        row = Article.objects.create(
            title=words["title"], unit_id=facts.unit_id, public=facts.public,
            review_on=facts.review_on, made_at=at, changed_at=at,
        )  # fmt: skip
        row.categories.set(facts.category_ids)
        index(row, _version(row, words, actor, at))
        journal.record(ArticleWritten(row.pk, unit_id=row.unit_id), by=actor.by, at=at)
    return row


def edit(
    *, article_id: int, facts: Facts, actor: Actor, at: datetime, version: int | None = None
) -> Article:
    """Write an article anew. Changed words are a new version, told once it is published; owner,
    classes, review day and whether it is public count at once."""
    words = facts.words()
    with act("edit", article_id, actor=actor, at=at, version=version) as deed:
        row = deed.row
        access.check_writer(actor, facts.unit_id, row.title)
        _check(facts, actor, public_before=row.public)
        if facts.review_on != row.review_on:
            check_review(facts.review_on, at)
        changed = _card(row, facts)
        last = row.versions.get(number=row.newest)
        fresh = {name for name in words if words[name] != getattr(last, name)}
        if fresh:
            row.newest += 1
            last = _version(row, words, actor, at)
        if row.state == State.DRAFT:
            row.title = last.title
            index(row, last)
        if row.public and row.published is not None:
            check_public(row.published)
        number = row.newest if fresh else 0
        deed.tell(ArticleEdited(row.pk, number=number, fields=" ".join(sorted(changed | fresh))))
    return deed.row


def _check(facts: Facts, actor: Actor, *, public_before: bool) -> None:
    directory.unit(facts.unit_id)
    rows = directory.categories().rows
    if any(ident not in rows or not rows[ident].active for ident in facts.category_ids):
        raise UnknownCategory
    if facts.public != public_before and not access.edits_all(actor):
        raise NotYourArticle(title=facts.title, verb=BY_NAME["publish"].label)


def _card(row: Article, facts: Facts) -> set[str]:
    """Take over what is not words; returns the names of what changed."""
    changed = {
        name
        for name in ("unit_id", "review_on", "public")
        if getattr(row, name) != getattr(facts, name)
    }
    for name in changed:
        setattr(row, name, getattr(facts, name))
    if _idents(row) != facts.category_ids:
        row.categories.set(facts.category_ids)
        changed.add("categories")
    return changed


def _idents(row: Article) -> frozenset[int]:
    found: Iterable[int] = row.categories.values_list("pk", flat=True)
    return frozenset(found)


def _version(row: Article, words: dict[str, str], actor: Actor, at: datetime) -> Version:
    return Version.objects.create(
        article=row, number=row.newest, at=at, author_id=actor.id, author_name=actor.name, **words
    )
