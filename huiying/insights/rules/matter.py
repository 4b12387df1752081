"""What is wrong, what is wished for, and the facts beside it. Pure."""

from __future__ import annotations

import re

from huiying.insights.rules.normal import Normal
from huiying.insights.rules.spans import Span, apart
from huiying.insights.rules.words import MATTERS, trie
from huiying.lib.text import find_personal

_KIND_OF = {word: kind for kind, words in MATTERS.items() for word in words}
_MATTER = re.compile(trie(_KIND_OF))
_WISH = re.compile(
    r"(?:希望|恳请|恳求|请求|要求|盼望|强烈建议|建议|望|请)(?!问|的|到|过|说)[^。!?;\n]{3,80}"
    r"|(?:请问|能否|能不能|是否|可否|何时|什么时候|为什么|为何)[^。!;\n]{2,60}"
    r"|(?:please|could you|iwouldlike|wewouldlike)[^.!?\n]{3,120}"
)
_DATE = re.compile(
    r"(?:\d{4}年|今年|去年|前年|明年)?\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|初|底)?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{4}年(?:[上下]半年|初|底|以来)?|(?:昨|今|前|明)[天日晚]"
)
_AMOUNT = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?(?:多|余|来)?(?:[万亿千百]{0,2}元|万|块钱?|平方米|平米|m2|公里|千米|米|"
    r"小时|分钟|天|个月|户|人|次|家|吨|分贝|%)"
)
_PATTERNS = {"wish": _WISH, "date": _DATE, "amount": _AMOUNT}


def matters(text: Normal) -> list[Span]:
    """Words that say what is wrong; the kind is the matter, a key of ``MATTERS``."""
    return apart(
        Span(*text.original(m.start(), m.end()), m[0], _KIND_OF[m[0]])
        for m in _MATTER.finditer(text.text)
    )


def facts(text: Normal, kind: str) -> list[Span]:
    """Wishes (``wish``), dates (``date``) or amounts (``amount``)."""
    return apart(
        Span(*text.original(m.start(), m.end()), m[0], kind)
        for m in _PATTERNS[kind].finditer(text.text)
    )


def personal(written: str) -> list[Span]:
    """Phones, identity numbers and e-mails of the text as it was written, for masking."""
    return [Span(s.start, s.end, written[s.start : s.end], s.kind) for s in find_personal(written)]
