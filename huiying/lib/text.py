"""Chinese text: tidying, cutting into bigrams, likeness, masking of personal data. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_RUN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_POINTS = tuple(zip("，！？；：（）", ",!?;:()", strict=True))
_SPACE = re.compile(r"\s+")
_GAP = r"[-. \u200b-\u200f\u2060\ufeff]?"  # what may stand between groups of digits
# Longer kinds first: an ID number also looks like a phone number inside.
_PERSONAL = re.compile(
    rf"(?P<id>(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx](?!\d))"
    # It starts at the edge of a word and never goes back: long texts take linear time.
    r"|(?P<email>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@"
    r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[\w-]+(?:\.[\w-]+)+))"
    rf"|(?P<phone>(?<!\d)(?:(?:\+|00)?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d))"
    rf"|(?P<landline>(?<!\d)[(]?0\d{{2,3}}[)]?{_GAP}\d{{7,8}}(?!\d))"
)
# Full-width signs as their plain twins, one for one, so that places in the text stay.
_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00))  # ideographs with extension A, compatibility
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"


def normalise(text: str) -> str:
    """NFKC, simplified, lower case, one space for all white space, nothing invisible.

    For comparing: 「申訴人」 and 「申诉人」 are one.
    """
    return simplify(_SPACE.sub(" ", _comparable(text)).strip())


def simplify(text: str) -> str:
    """Traditional characters as simplified ones, one for one, so that places in the text stay.

    Characters are taken one by one (OpenCC's table of characters): 乾隆 becomes 干隆 on both
    sides of a comparison. For showing, a text is never changed.
    """
    return text if text.isascii() else text.translate(simple_characters())


@cache
def simple_characters() -> dict[int, int]:
    """Code point → code point of each traditional character that has a simplified twin."""
    from opencc import OpenCC  # noqa: PLC0415  only who compares pays for its dictionary

    written = "\n".join(chr(code) for block in _HAN for code in block)
    simple = OpenCC("t2s").convert(written)
    pairs = zip(written.split("\n"), simple.split("\n"), strict=True)
    return {ord(old): ord(new) for old, new in pairs if old != new and len(new) == 1}


def _comparable(text: str) -> str:
    # Commas of ordinary prose alone would send it through NFKC, the dearest step by far.
    for wide, plain in _POINTS:
        text = text.replace(wide, plain)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _INVISIBLE.sub("", text).lower()


def tidy(text: str) -> str:
    """For showing: no invisible characters, no blank edges of lines, at most one empty line."""
    plain = (
        _INVISIBLE.sub("", text).replace("\u3000", " ").replace("\r\n", "\n").replace("\r", "\n")
    )
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, whole Latin words and numbers; each once.

    A single Chinese character between other signs is kept as it is.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(_comparable(text)):
        if run[0] <= "z" or len(run) == 1:
            found[run] = None
        else:
            for first, second in pairwise(run):
                found[first + second] = None
    return list(found)


def query_terms(text: str) -> list[str]:
    """The terms that must all occur in a document for it to match a query.

    A Chinese character alone, as in 3号, may stand inside a pair of the document (号楼), where no
    term of its own tells of it; it is asked for only when there is nothing else.
    """
    terms = bigrams(text)
    return [term for term in terms if len(term) > 1 or term <= "z"] or terms


def similarity(a: str, b: str) -> float:
    """The share of the smaller text's bigrams that the other has too, from 0 to 1."""
    first, second = set(bigrams(a)), set(bigrams(b))
    small = min(len(first), len(second))
    return len(first & second) / small if small else 0.0


def mask_name(name: str) -> str:
    """The family name and stars: 张三丰 → 张**."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def mask_phone(phone: str) -> str:
    """The first three and last four digits: 19900001234 → 199****1234."""
    if len(phone) < 8:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def mask_email(email: str) -> str:
    """The first letter and the domain: a***@example.cn."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "*" * len(email)


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data in a text, from ``start`` up to ``end``; kind id, email, phone or landline."""

    start: int
    end: int
    kind: str


def find_personal(text: str) -> list[Span]:
    """Where phones, landlines, identity numbers (GB 11643, by check digit) and e-mails stand."""
    found = []
    for match in _PERSONAL.finditer(text.translate(_PLAIN)):
        kind = str(match.lastgroup)
        if kind != "id" or _is_id(match[0]):
            found.append(Span(match.start(), match.end(), kind))
    return found


def _is_id(written: str) -> bool:
    digits = re.sub(_GAP, "", written)
    total = sum(int(d) * w for d, w in zip(digits[:17], ID_WEIGHTS, strict=True))
    return ID_CHECK[total % 11] == digits[17].upper()


def mask_personal(text: str) -> str:
    """The text with all personal data found in it starred out; its length stays."""
    masked = list(text)
    for span in find_personal(text):
        masked[span.start : span.end] = "*" * (span.end - span.start)
    return "".join(masked)
