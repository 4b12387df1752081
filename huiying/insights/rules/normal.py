"""A message made comparable, with every character's place in the original kept. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from huiying.insights.rules.spans import Span
from huiying.lib.text import simplify

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\s]+")
_WHO = r"(?:领导|书记|市长|县长|区长|局长|镇长|主任|同志|部门|工作人员)"
_GREETING = re.compile(
    rf"(?:(?:尊敬|敬爱|亲爱)的[^,:;。!?\n]{{0,12}}?{_WHO}(?:们)?(?:您好|你好|好)?"
    rf"|{_WHO}(?:们)?(?:您好|你好)|您好|你好"
    r"|(?:非常)?(?:感谢|谢谢)(?:您|你|领导)[^。!\n]{0,24}|此致|敬礼|百忙之中[^,。!\n]{0,16}"
    r"|dearsir(?:ormadam|s)?|towhomitmayconcern|yours(?:faithfully|sincerely))[,:!。、]*"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text made comparable; ``places[i]`` is where its character ``i`` stood in the original."""

    text: str
    places: tuple[int, ...]
    length: int  # of the original

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the span ``start``..``end`` here (end excluded)."""
        if start >= end:
            at = self.places[start] if start < len(self.places) else self.length
            return at, at
        return self.places[start], self.places[end - 1] + 1

    def here(self, start: int, end: int) -> tuple[int, int]:
        """The span here of a span of the original."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


@lru_cache(maxsize=20_000)
def _visible(character: str) -> str:
    """A character half-width and lower case; nothing for one that cannot be seen."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", character).lower())


def normal(text: str) -> Normal:
    """Half-width, lower case, simplified, without white space; places are kept."""
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in _visible(character):
            out.append(one)
            places.append(at)
    return Normal(simplify("".join(out)), tuple(places), len(text))


def compared(text: str) -> str:
    """The text of :func:`normal` alone, at the speed that many texts need."""
    if not unicodedata.is_normalized("NFKC", text):
        text = "".join(unicodedata.normalize("NFKC", character) for character in text)
    return simplify(_INVISIBLE.sub("", text.lower()))


def boilerplate(text: str) -> list[Span]:
    """Greetings and thanks in a comparable text: words that every letter has."""
    return [Span(m.start(), m.end(), m[0], "boilerplate") for m in _GREETING.finditer(text)]


def without_boilerplate(text: str) -> str:
    """The comparable text with greetings and thanks taken out, a line break in their place."""
    return _GREETING.sub("\n", text)
