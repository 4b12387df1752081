"""What a message speaks of, marked in its words and listed beside them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.insights.rules.marking import WISH, spoken, stretches
from huiying.insights.understanding import understand

LABELS = {
    "alarm": gettext_noop("紧急"),
    "place": gettext_noop("地点"),
    "matter": gettext_noop("事由"),
    "wish": gettext_noop("期望"),
    "date": gettext_noop("日期"),
    "amount": gettext_noop("数量"),
}
SHOWN = 6  # words of a kind
LONGEST = 60  # characters of a word


@dataclass(frozen=True, slots=True)
class Heard:
    """A kind, what it is called, its words in the text, and how many more there are."""

    kind: str
    label: str
    words: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the text, what it is and what that is called; both empty for plain words."""

    text: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message, cut for marking: (label of a wish or "", its pieces).

    Joined again they are the text, unchanged.
    """

    stretches: tuple[tuple[str, tuple[Mark, ...]], ...]
    heard: tuple[Heard, ...]


def words_of(text: str) -> Words:
    """The text as its reader may see it (masked or not), with what is heard in it."""
    reading = understand(text)
    heard = tuple(
        Heard(
            kind,
            _(LABELS[kind]),
            tuple(_short(word) for word in words[:SHOWN]),
            max(0, len(words) - SHOWN),
        )
        for kind, words in spoken(reading).items()
    )
    labels = {kind: _(label) for kind, label in LABELS.items()}
    cut = tuple(
        (
            labels[WISH] if one.wish else "",
            tuple(Mark(p.text, p.kind, labels.get(p.kind, "")) for p in one.pieces),
        )
        for one in stretches(text, reading)
    )
    return Words(cut, heard)


def _short(word: str) -> str:
    return word if len(word) <= LONGEST else f"{word[: LONGEST - 1]}…"
