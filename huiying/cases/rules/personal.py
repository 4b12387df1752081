"""Taking personal data out of prose for good. Pure.

`lib.text.mask_personal` covers phones, identity numbers and mail addresses; here come what else
leads back to a person (PIPL art. 73): bank cards by GB/T 15694 (16–19 digits, Luhn), identity
numbers written with gaps or of the older 15 digits, number plates by GA 36, chat accounts, and
the name of the person as far as it is known.
"""

from __future__ import annotations

import re

from huiying.lib.text import mask_personal

GONE = "***"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_ADDRESSED = "先生|女士|小姐|老师|师傅|大爷|大妈|阿姨|同志"
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "慕容", "令狐", "司徒", "夏侯")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")

# Digits may be grouped by single blanks or hyphens, as people write them.
_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d(?:[ -]?\d){13,17}[ -]?[\dXx](?![\dA-Za-z])")
_FIXED = re.compile(r"[(（]0\d{2,3}[)）] ?\d{7,8}(?!\d)")
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][ ·•-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
    r"(?![A-Za-z0-9])"
)
_CHAT = re.compile(r"((?:微信|QQ|扣扣)(?:号|号码)?\s*[:：是为]?\s*)[A-Za-z0-9_-]{5,20}", re.ASCII)


def forget_personal(text: str) -> str:
    """The text with every number, address or account that leads to a person starred out."""
    text = _CHAT.sub(rf"\1{GONE}", text.translate(_WIDE))
    text = _NUMBER.sub(_forgotten, text)
    for shape in (_FIXED, _PLATE):
        text = shape.sub(GONE, text)
    return mask_personal(text)


def forget_name(text: str, name: str) -> str:
    """The text without a known name, and without its surname before a form of address."""
    if len(name) < 2:  # one character would tear holes into every sentence
        return text
    surname = name[:2] if name.startswith(_DOUBLE) else name[:1]
    text = text.replace(name, GONE)
    return re.sub(rf"{re.escape(surname)}({_ADDRESSED})", r"某\1", text)


def _forgotten(match: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", match[0]).upper()
    known = _is_old_identity(digits) or mask_personal(digits) != digits or _is_card(digits)
    return GONE if known else match[0]


def _is_old_identity(digits: str) -> bool:
    """15 digits with a real month and day of birth."""
    plain = len(digits) == 15 and digits.isdecimal()
    return plain and 1 <= int(digits[8:10]) <= 12 and 1 <= int(digits[10:12]) <= 31


def _is_card(digits: str) -> bool:
    if not digits.isdecimal() or not 16 <= len(digits) <= 19:
        return False
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
