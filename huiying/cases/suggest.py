"""Which category a text probably belongs to: by the words of the names and by earlier cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from huiying.accounts.actors import Actor
from huiying.cases.queries import similar_to
from huiying.directory import queries as directory
from huiying.directory.queries import CategoryRow
from huiying.lib.text import bigrams

BY_NAME, BY_CASES = "name", "cases"
LIKE_CASES = 20  # so many similar cases vote
VOTE = 0.5  # what one similar case weighs against a name that occurs word for word
LEAST = 0.34  # a name of which only a small part occurs says nothing


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """A category with its weight and what speaks for it: ``BY_NAME`` or ``BY_CASES``."""

    category: CategoryRow
    weight: float
    because: str
    cases: int = 0


def categories_for(
    actor: Actor, text: str, *, area_id: int | None = None, most: int = 5
) -> list[CategoryHint]:
    """The likeliest categories of a text, best first; one bounded search of earlier cases."""
    said = set(bigrams(text))
    if not said:
        return []
    votes: dict[int, int] = defaultdict(int)
    for row in similar_to(actor, text, area_id=area_id, most=LIKE_CASES):
        if row.category_id is not None:
            votes[row.category_id] += 1
    hints = []
    for category in usable():
        named, cases = _share(category.name, said), votes[category.id]
        if named < LEAST and not cases:
            continue
        because = BY_CASES if cases * VOTE > named else BY_NAME
        hints.append(CategoryHint(category, named + cases * VOTE, because, cases))
    return sorted(hints, key=lambda hint: (-hint.weight, hint.category.code))[:most]


def usable() -> list[CategoryRow]:
    """The active categories without children of the code set that classifies cases."""
    rows = directory.categories().rows
    parents = {row.parent_id for row in rows.values()}
    code_set = directory.case_code_set()
    return [
        row
        for row in rows.values()
        if row.active
        and row.id not in parents
        and (code_set is None or row.code_set_id == code_set.pk)
    ]


def _share(name: str, said: set[str]) -> float:
    """The share of a name's words that occur in the text, from 0 to 1."""
    words = bigrams(name)
    return sum(word in said for word in words) / len(words) if words else 0.0
