"""What the text of a search stands for: a number, words in cases, a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiying.cases import people
from huiying.cases.models import Reporter
from huiying.lib.numbers import parse_number
from huiying.search import index

MOST_PERSONS = 500


@dataclass(frozen=True, slots=True)
class Sought:
    """Where the matches of a text lie; asked of the indexes once, however often it is used."""

    number: str = ""
    hits: Sequence[int] = ()
    reporters: Sequence[int] = ()

    @property
    def newest(self) -> int:
        """How many of the newest matches are looked at, where there may be more; else 0."""
        return len(self.hits) if len(self.hits) >= index.NEWEST else 0

    def condition(self, known: Q) -> Q:
        """The cases that match. ``known``: those whose reporter the searcher may know; only they
        are found by person."""
        if self.number:
            return Q(number=self.number)
        by_text = Q(pk__among=self.hits) if self.hits else Q(pk__in=())
        return by_text | Q(reporter_id__in=self.reporters) & known if self.reporters else by_text


def look(text: str) -> Sought:
    """Look a text up: a public number stands for itself, anything else for words and a person."""
    if number := parse_number(text):
        return Sought(number=number)
    return Sought(hits=index.hits(text) or (), reporters=_reporters(text))


def _reporters(text: str) -> list[int]:
    """Reporters whose exact name or phone this is, by blind index."""
    if len(text) < 2:
        return []
    which = Q(pk__in=())
    for column, kind in (("phone_index", "phone"), ("name_index", "name")):
        if digest := people.index_of(text, kind):
            which |= Q(**{column: digest})
    return list(Reporter.objects.filter(which).values_list("pk", flat=True)[:MOST_PERSONS])
