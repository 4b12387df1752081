"""Chinese text: tidying, cutting into bigrams, masking."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")


def normalise(text: str) -> str:
    """NFKC, lower case, one space for all white space, no zero-width characters."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\s+", " ", re.sub(r"[\u200b-\u200f\ufeff]", "", plain)).strip()


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters, whole Latin words and numbers; each once, in order."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalise(text)):
        if run[0] <= "z" or len(run) == 1:
            found[run] = None
        else:
            for pair in map("".join, zip(run, run[1:], strict=False)):
                found[pair] = None
    return list(found)


def query_terms(text: str) -> list[str]:
    """The terms that must all occur in a document for it to match a query."""
    return bigrams(text)


def mask_name(name: str) -> str:
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def mask_phone(phone: str) -> str:
    if len(phone) < 7:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def similarity(a: str, b: str) -> float:
    """Share of the smaller text's bigrams that the other has too, from 0 to 1."""
    first, second = set(bigrams(a)), set(bigrams(b))
    small = min(len(first), len(second))
    return len(first & second) / small if small else 0.0
