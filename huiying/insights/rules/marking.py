"""A text cut into stretches for a screen to mark, in order and whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.insights.rules.reading import Reading
from huiying.insights.rules.spans import Span, first_come

WISH = "wish"
# What is marked inside a sentence; of two that overlap the earlier kind stays.
INNER = ("alarm", "place", "date", "amount", "matter")
KINDS = ("alarm", "place", "matter", WISH, "date", "amount")  # as a legend lists them


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind of ``INNER``, or of none ("")."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that all belong to one wish, or all to none."""

    wish: bool
    pieces: tuple[Piece, ...]


def stretches(text: str, reading: Reading) -> tuple[Stretch, ...]:
    """The whole text, cut; ``reading`` is of this text. Joined again it is the text."""
    inner = _inner(reading)
    found = []
    at = 0
    for wish in reading.wishes:
        found.append(Stretch(False, _pieces(text, at, wish.start, inner)))
        found.append(Stretch(True, _pieces(text, wish.start, wish.end, inner)))
        at = wish.end
    found.append(Stretch(False, _pieces(text, at, len(text), inner)))
    return tuple(one for one in found if one.pieces)


def spoken(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The words of each kind as they stand in the text, each once; kinds without any left out."""
    of = {
        "alarm": reading.alarms,
        "place": reading.places,
        "matter": reading.matters,
        WISH: reading.wishes,
        "date": reading.dates,
        "amount": reading.amounts,
    }
    return {kind: tuple(dict.fromkeys(one.text for one in of[kind])) for kind in KINDS if of[kind]}


def _inner(reading: Reading) -> list[Span]:
    groups = (reading.alarms, reading.places, reading.dates, reading.amounts, reading.matters)
    return first_come(
        Span(span.start, span.end, span.text, kind)
        for kind, group in zip(INNER, groups, strict=True)
        for span in group
    )


def _pieces(text: str, start: int, end: int, inner: list[Span]) -> tuple[Piece, ...]:
    """The text between two places; a span that reaches across an edge is marked on both sides."""
    found = []
    at = start
    for span in inner:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            found += [Piece(text[at:first], ""), Piece(text[first:last], span.kind)]
            at = last
    found.append(Piece(text[at:end], ""))
    return tuple(piece for piece in found if piece.text)
