"""What of a case may be said to everybody. Pure.

Only what a client sent in order to be published keeps its words, with personal data taken out;
of every other case the public learns facts: the service, the state, the times, the area and a
place no finer than a grid (PIPL art. 6; 条例 art. 9: 依法保护诉求人信息).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from huiying.cases.rules.personal import forget_name, forget_personal

LONGEST = 4000  # characters of a description: GeoReport v2
GRID_METRES = 200  # where no rule says otherwise
ANSWERS = "【附加问题】"  # what stands below this line in a text is for the desks only
METRES_PER_DEGREE = 111_320.0

# Nothing that leads to a person has fewer than five digits close together, a mail sign, the
# name of a chat, or a province before a letter: most texts are done with after this look.
_SUSPECT = re.compile(
    r"\d(?:\D{0,2}\d){4}|@|＠|微信|QQ|扣扣|[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
    r"[A-HJ-NP-Z]"
)
_ROOM = re.compile(
    r"(?:[0-9０-９A-Za-z一二三四五六七八九十百]+\s*(?:单元|层|室|户|房|号房|门))+"
    r"|(?<=[楼座栋幢])\s*[0-9０-９]{2,4}(?:-[0-9０-９]+)*(?![0-9０-９]*[号米])"
)


def with_answers(text: str, answers: Mapping[str, str]) -> str:
    """A text with the answers to a category's questions below it, one a line."""
    if not answers:
        return text
    lines = [f"{question}：{answer}" for question, answer in answers.items()]
    return "\n".join([text, "", ANSWERS, *lines]).strip()


def public_words(text: str, name: str = "") -> str:
    """Words that were sent to be published, without numbers and names that lead to a person."""
    text = text.partition(ANSWERS)[0].strip()
    if name:
        text = forget_name(text, name)
    if _SUSPECT.search(text):
        text = forget_personal(text)
    return text[:LONGEST]


def public_address(text: str) -> str:
    """An address down to the building: entrance, floor and room are somebody's home."""
    return _ROOM.sub("", public_words(text)).strip(" ，,")


def box_around(lon: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a square that holds the circle."""
    high = metres / METRES_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high))))
    return lon - wide, lat - high, lon + wide, lat + high
