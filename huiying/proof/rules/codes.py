"""The codes: six digits by chance, ten minutes, five tries; kept as a keyed digest only.

A million codes and five tries of each of at most six a day leave a guesser who tries for a whole
day one chance in 33,000 (NIST SP 800-63B, 5.1.3.2: at least six digits, tries limited).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from datetime import timedelta
from hashlib import sha256
from secrets import randbelow

DIGITS = 6
HOLDS = timedelta(minutes=10)
TRIES = 5


def fresh() -> str:
    """A new code."""
    return f"{randbelow(10**DIGITS):0{DIGITS}d}"


def tidy(text: str) -> str:
    """The digits of what was typed, full-width ones and blanks between them included."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


def digest(code: str, *, ident: int, key: bytes) -> str:
    """What is kept of a code; bound to its request, so that equal codes look different."""
    return hmac.new(key, f"code:{ident}:{code}".encode(), sha256).hexdigest()


def matches(typed: str, kept: str, *, ident: int, key: bytes) -> bool:
    """Whether this is the code. Nothing matches a request whose code was never made."""
    same = hmac.compare_digest(digest(tidy(typed), ident=ident, key=key), kept or "-")
    return same and bool(kept)
