"""Personal data inside free words: phones, identity numbers, e-mail addresses. Pure.

People tell their number while they tell their trouble. Whoever may not see the reporter
(PIPL art. 6, GB/T 33358) must not read it there either. Names in prose cannot be told apart from
other words and stay.
"""

from __future__ import annotations

import re

_IDENTITY = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[ -]?\d{4,5}(\d{3})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+(@[\w-]+(?:\.[\w-]+)+)", re.ASCII)


def mask_words(text: str) -> str:
    """The text with the middle of every phone and identity number starred out."""
    text = _IDENTITY.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _LANDLINE.sub(r"\1****\2", text)
    return _EMAIL.sub(r"***\1", text)
