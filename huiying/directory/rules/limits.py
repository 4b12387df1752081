"""Time limits as people write them: 4 工作时, 2 紧急工作时, 5个工作日, 7 天."""

from __future__ import annotations

import re

from huiying.lib.errors import Refused
from huiying.lib.workdays import Unit

# The first word of each unit is the one we write.
WORDS: dict[Unit, tuple[str, ...]] = {
    Unit.HOURS: ("紧急工作时", "小时", "自然时"),
    Unit.WORK_HOURS: ("工作时", "工作小时"),
    Unit.WORK_DAYS: ("工作日",),
    Unit.CALENDAR_DAYS: ("自然日", "紧急工作日", "日", "天"),
}
_UNITS = {word: unit for unit, words in WORDS.items() for word in words}
_LIMIT = re.compile(r"(\d{1,4})\s*个?\s*(\S+)")


class BadLimit(Refused):
    code = "bad_limit"
    message = "看不懂时限“%(text)s”。"
    hint = "请写成数字加单位，如 4 工作时、2 紧急工作时、5 工作日、7 自然日。"


def parse_limit(text: str) -> tuple[int, Unit] | None:
    """Amount and unit of a limit, None for an empty text. Raises BadLimit."""
    text = text.strip()
    if not text:
        return None
    match = _LIMIT.fullmatch(text)
    if match is None or match[2] not in _UNITS or int(match[1]) < 1:
        raise BadLimit(text=text)
    return int(match[1]), _UNITS[match[2]]


def show_limit(amount: int | None, unit: str) -> str:
    """The text `parse_limit` reads back, "" for no limit."""
    return f"{amount} {WORDS[Unit(unit)][0]}" if amount else ""
