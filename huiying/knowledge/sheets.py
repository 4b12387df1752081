"""The knowledge base as rows of a table, for a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from huiying.accounts.actors import Actor
from huiying.directory import queries as directory
from huiying.knowledge import access
from huiying.knowledge.models import Article, Version
from huiying.knowledge.rules.sheet import BETWEEN
from huiying.knowledge.rules.workflow import STATE_LABELS, State

Cells = tuple[object, ...]


def rows_of(actor: Actor, articles: Iterable[Article]) -> list[Cells]:
    """In the order of `HEADS`: for who writes an article its newest words, else the told ones."""
    found = list(articles)
    idents = [row.pk for row in found]
    newest = Version.objects.filter(article_id__in=idents, number=F("article__newest"))
    words = {one.article_id: one for one in newest}
    for row in found:
        if row.published is not None and not access.writes_for(actor, row.unit_id):
            words[row.pk] = row.published
    return [_cells(row, words[row.pk], names) for row, names in _with_classes(found, idents)]


def _with_classes(found: list[Article], idents: list[int]) -> list[tuple[Article, str]]:
    tree = directory.categories()
    through = Article.categories.through.objects.filter(article_id__in=idents)
    names: dict[int, list[str]] = {}
    for article_id, category_id in through.values_list("article_id", "category_id"):
        names.setdefault(article_id, []).append(tree.rows[category_id].name)
    return [(row, BETWEEN.join(sorted(names.get(row.pk, [])))) for row in found]


def _cells(row: Article, words: Version, classes: str) -> Cells:
    return (
        row.pk, words.title, words.body, words.keywords, words.basis,
        directory.units().rows[row.unit_id].name, classes, row.review_on.isoformat(),
        "是" if row.public else "否", _(STATE_LABELS[State(row.state)]), words.number,
    )  # fmt: skip
