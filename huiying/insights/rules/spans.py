"""A piece of a text that says something, so that a screen can mark it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, from ``start`` up to ``end`` (excluded); ``kind`` says what it is."""

    start: int
    end: int
    text: str
    kind: str


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in order of the text: of two that do, the longer one stays."""
    return first_come(sorted(spans, key=lambda s: (s.start - s.end, s.start)))


def first_come(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, in order of the text: of two that do, the one given first stays.

    No span is empty.
    """
    given = list(spans)
    taken = bytearray(max((span.end for span in given), default=0))
    kept = []
    for span in given:
        if 1 not in taken[span.start : span.end]:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
