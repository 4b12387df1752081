"""Understanding one message: everything found in it, each with its span in the original. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiying.insights.rules import matter, places, urgency
from huiying.insights.rules.normal import normal
from huiying.insights.rules.sentences import sentences
from huiying.insights.rules.spans import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a message. Spans are of the text as it was written."""

    sentences: tuple[Span, ...]
    places: tuple[Span, ...]
    matters: tuple[Span, ...]
    wishes: tuple[Span, ...]
    dates: tuple[Span, ...]
    amounts: tuple[Span, ...]
    personal: tuple[Span, ...]
    alarms: tuple[Span, ...]


def read(text: str, known: Iterable[str] = (), parts_of: places.PartsOf | None = None) -> Reading:
    """Reads a message; ``known``: names of places in comparable form; ``parts_of``: a learned
    reader of addresses."""
    plain = normal(text.replace("\n", "。"))  # a line ends what a sign would end
    return Reading(
        tuple(sentences(text)),
        tuple(places.places(plain, known, parts_of)),
        tuple(matter.matters(plain)),
        tuple(matter.facts(plain, "wish")),
        tuple(matter.facts(plain, "date")),
        tuple(matter.facts(plain, "amount")),
        tuple(matter.personal(text)),
        tuple(urgency.alarms(plain)),
    )
