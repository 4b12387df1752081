"""Articles out of a table: all rows or none, each as if it had been written by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop as _

from huiying.accounts.actors import Actor
from huiying.cases.suggest import usable
from huiying.directory import queries as directory
from huiying.knowledge import access
from huiying.knowledge.actions.core import lock
from huiying.knowledge.actions.writing import Facts, edit, write
from huiying.knowledge.models import Article
from huiying.knowledge.rules.sheet import HEADS, MOST, BadCell, Row, TooManyRows, check_heads, parse
from huiying.lib.errors import Refused
from huiying.lib.tables import as_text, open_table


@dataclass
class Imported:
    """What became of a file; with a problem in any row nothing at all was written."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[tuple[int, Refused]] = field(default_factory=list)


def import_file(*, path: Path, actor: Actor, at: datetime) -> Imported:
    """New rows become drafts, rows with a number new versions; publishing stays an editor's act.

    Raises NotYourArticle, a refusal of `lib.tables`, MissingColumn, TooManyRows.
    """
    access.check_writer(actor)
    table = open_table(path, known=HEADS)
    check_heads(table.headers)
    done = Imported()
    with transaction.atomic():
        for count, (line, cells) in enumerate(table.rows()):
            if count >= MOST:
                raise TooManyRows(most=MOST)
            texts = [as_text(cell) for cell in cells]
            row = dict.fromkeys(table.headers, "") | dict(zip(table.headers, texts, strict=False))
            try:
                with transaction.atomic():
                    _take(parse(row), done, actor, at)
            except Refused as refused:
                done.problems.append((line, refused))
        if done.problems:
            transaction.set_rollback(True)
    return done


def _take(row: Row, done: Imported, actor: Actor, at: datetime) -> None:
    facts = _facts(row)
    if row.ident is None:
        write(facts=facts, actor=actor, at=at)
        done.new += 1
        return
    known = lock(row.ident, actor)
    if _same(known, facts):
        done.same += 1
        return
    edit(article_id=known.pk, facts=facts, actor=actor, at=at)
    done.changed += 1


def _facts(row: Row) -> Facts:
    return Facts(
        title=row.title, body=row.body, keywords=row.keywords, basis=row.basis,
        unit_id=_unit(row.unit), category_ids=frozenset(map(_category, row.categories)),
        review_on=row.review_on, public=row.public,
    )  # fmt: skip


def _same(known: Article, facts: Facts) -> bool:
    words = known.versions.get(number=known.newest)
    card = (known.unit_id, known.review_on, known.public)
    return (
        all(getattr(words, name) == text for name, text in facts.words().items())
        and card == (facts.unit_id, facts.review_on, facts.public)
        and frozenset(known.categories.values_list("pk", flat=True)) == facts.category_ids
    )


def _unit(name: str) -> int:
    rows = directory.units().rows.values()
    found = {row.id for row in rows if row.active and name in (row.name, row.label)}
    if len(found) != 1:
        raise BadCell(column="责任单位", value=name[:40], how=_("请写单位的全称，与单位目录一致。"))
    return found.pop()


def _category(name: str) -> int:
    found = {row.id for row in usable() if name in (row.name, row.code)}
    if len(found) != 1:
        raise BadCell(
            column="分类", value=name[:40],
            how=_("请写最末一级分类的名称或代码；几个分类用“；”隔开。"),
        )  # fmt: skip
    return found.pop()
