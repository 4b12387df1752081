"""What changed between two versions of a text, in pieces a page can mark. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Chinese has no blanks between words: one character is one piece, a Latin word or number is one.
_PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
LONGEST = 20_000  # characters compared; texts are at most that long


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: same, gone or new."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order; what is the same comes once."""
    old, new = _PIECE.findall(before[:LONGEST]), _PIECE.findall(after[:LONGEST])
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("gone", "".join(old[a:b])))
        if d > c:
            found.append(Piece("new", "".join(new[c:d])))
    return found
