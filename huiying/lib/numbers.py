"""Numbers that people read aloud, codes that nobody can guess, ids as addresses carry them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import date

DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 13  # 65 bits
_NUMBER = re.compile(r"([A-Z]{1,6})([0-9]{8})([0-9]{5,9})([0-9])")
# Phones and word processors turn a hyphen into one of many dashes.
_BETWEEN = re.compile(r"[\s\-_.\u2010-\u2015\u2212]")


def damm(digits: str) -> str:
    """The Damm check digit: catches every single error and every swap of neighbours."""
    state = "0"
    for digit in digits:
        state = DAMM[int(state)][int(digit)]
    return state


def public_number(prefix: str, day: date, serial: int) -> str:
    """HY20261123-00012-7: day, serial of the day, check digit."""
    body = f"{day:%Y%m%d}{serial:05d}"
    return f"{prefix}{day:%Y%m%d}-{serial:05d}-{damm(body)}"


def parse_number(text: str) -> str | None:
    """A typed number in its one form; None when it is none (also when the check digit is wrong)."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    found = _NUMBER.fullmatch(plain)
    if not found or damm(found[2] + found[3]) != found[4]:
        return None
    return f"{found[1]}{found[2]}-{found[3]}-{found[4]}"


def tracking_code() -> str:
    """65 random bits in Crockford's letters, in groups for reading."""
    # One letter holds five bits: the low five of a random byte are as even as a choice.
    letters = "".join([CROCKFORD[byte & 31] for byte in secrets.token_bytes(CODE_LETTERS)])
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def whole(text: str) -> int | None:
    """A whole number as addresses, forms and sheets carry it; None for what is none, and for one
    of more than 18 digits, which no database holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
