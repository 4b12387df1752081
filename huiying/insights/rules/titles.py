"""What a problem is called: the title, among those its messages bear, that says most of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from huiying.insights.rules.normal import compared

SPEAKERS = 200  # titles of a large problem that are weighed
LONGEST = 60
_BEFORE = re.compile(
    r"^(?:(?:关于|有关|反映|反应|投诉|举报|咨询|询问|请问|请求|恳请|恳求|强烈|希望|求助|呼吁|建议|"
    r"控诉|质疑|再次|多次|实名|求|对于|针对|领导|尊敬的|书记|市长|区长)[,:、!，：！ ]*)+"
)
_AFTER = re.compile(r"(?:的(?:问题|情况|事宜|建议|投诉|举报|诉求|请求|咨询|求助|反映))?[\W_]*$")
_LATIN = re.compile(r"^[\x00-\x7f]+$")


def tidy(title: str) -> str:
    """A title without the words of a letter around it: 关于……的问题."""
    plain = " ".join(title.split())
    if _LATIN.match(plain):
        return plain[:LONGEST]
    short = _AFTER.sub("", _BEFORE.sub("", plain))
    return (short if len(short) >= 4 else plain)[:LONGEST]


def central(titles: Sequence[str]) -> int:
    """The place of the title that shares most with the others, the shorter of equals."""
    if len(titles) < 3:
        return min(range(len(titles)), key=lambda at: (-min(len(titles[at]), 20), at))
    pairs = [_pairs(compared(title)) for title in titles[:SPEAKERS]]
    use = Counter(pair for found in pairs for pair in found)

    def worth(at: int) -> float:
        shared = sum(use[pair] - 1 for pair in pairs[at])
        return shared / (len(pairs[at]) + 6)

    return max(range(len(pairs)), key=lambda at: (worth(at), -at))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
