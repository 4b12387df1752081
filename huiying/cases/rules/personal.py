"""Taking personal data out of prose, known by its shape. Pure.

For display numbers are masked so that their ends stay; here nothing stays, because anonymous
means that nobody can find the way back (PIPL art. 73).

Identity numbers by GB 11643 (18 digits, ISO 7064 MOD 11-2 check character), bank cards by
GB/T 15694 (16–19 digits, Luhn), mobile and fixed-line numbers by the national numbering plan,
number plates by GA 36. Public numbers of the hotline kind (12345, 110) are no one's secret.
"""

from __future__ import annotations

import re

GONE = "***"
_ADDRESSED = "先生|女士|小姐|老师|师傅|大爷|大妈|阿姨|同志"
_DOUBLE = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "慕容", "令狐", "司徒", "夏侯"}
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

# Digits may be grouped by single blanks or hyphens, as people write them.
_NUMBER = re.compile(r"(?<![\d.A-Za-z])\d(?:[ -]?\d){14,18}[ -]?[\dXx]?(?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_FIXED = re.compile(r"(?<!\d)(?:0\d{2,3}[ -]|[(（]0\d{2,3}[)）] ?)\d{7,8}(?:[ -]\d{1,5})?(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][ ·•-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
    r"(?![A-Za-z0-9])"
)
_CHAT = re.compile(r"((?:微信|QQ|扣扣)(?:号|号码)?\s*[:：是为]?\s*)([A-Za-z0-9_-]{5,20})", re.ASCII)


def forget_personal(text: str) -> str:
    """The text with "***" for every identity number, bank card, phone number, number plate,
    mail address and chat account."""
    text = _MAIL.sub(GONE, text)
    text = _CHAT.sub(rf"\1{GONE}", text)
    text = _NUMBER.sub(_forgotten, text)
    for shape in (_MOBILE, _FIXED, _PLATE):
        text = shape.sub(GONE, text)
    return text


def forget_name(text: str, name: str) -> str:
    """The text without a known name, and without its surname before a form of address."""
    if len(name) < 2:  # one character would tear holes into every sentence
        return text
    surname = name[:2] if name[:2] in _DOUBLE else name[:1]
    text = text.replace(name, GONE)
    return re.sub(rf"{re.escape(surname)}({_ADDRESSED})", r"某\1", text)


def _forgotten(match: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", match[0]).upper()
    known = _is_identity(digits) or (digits.isdecimal() and _is_card(digits))
    return GONE if known else match[0]


def _is_identity(digits: str) -> bool:
    """18 characters with a right check character, or the older 15 digits with a real date."""
    if len(digits) == 15 and digits.isdecimal():
        return 1 <= int(digits[8:10]) <= 12 and 1 <= int(digits[10:12]) <= 31
    if len(digits) != 18 or not digits[:17].isdecimal():
        return False
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17]


def _is_card(digits: str) -> bool:
    if not 16 <= len(digits) <= 19:
        return False
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
