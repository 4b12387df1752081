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
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
