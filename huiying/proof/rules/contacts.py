"""What a code can be sent to: an e-mail address, or a mobile number of the mainland.

Numbers abroad and special numbers are refused on purpose: sending to those is how strangers make
a service pay (SMS pumping).
"""

from __future__ import annotations

import re
import unicodedata

PHONE, EMAIL = "phone", "email"
KINDS = (PHONE, EMAIL)
MOBILE = re.compile(r"1[3-9]\d{9}")  # 工信部《电信网编号计划》: 11 digits, 13x to 19x
ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST = 254  # RFC 5321


def mobile(text: str) -> str:
    """The eleven digits of a mobile number, "" for anything else."""
    plain = re.sub(r"[\s()-]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", plain)
    return plain if plain.isascii() and MOBILE.fullmatch(plain) else ""


def parse(text: str) -> tuple[str, str]:
    """Kind and contact of what was typed; ("", "") for what nothing can be sent to."""
    plain = text.strip()
    if "@" in plain:
        good = len(plain) <= LONGEST and ADDRESS.fullmatch(plain)
        return (EMAIL, plain) if good else ("", "")
    number = mobile(plain)
    return (PHONE, number) if number else ("", "")
