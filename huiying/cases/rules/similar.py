"""Which words of a text are worth looking for when likely duplicates are sought, and what makes
one of the cases found likely: its words, its place, its day. Pure.

Frequent bigrams of complaints ("我们", "希望", "领导") say nothing about the matter; the list is
kept short on purpose: the ranking afterwards does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.lib.text import bigrams, similarity

COMMON = frozenset(
    """
    我们 你们 他们 希望 领导 政府 有关 部门 相关 问题 解决 处理 反映 反应 投诉 举报 咨询 建议
    求助 请问 谢谢 尊敬 敬的 您好 你好 现在 已经 一直 没有 这个 那个 什么 怎么 可以 不能 进行
    情况 多次 居民 市民 群众 小区 附近 门口 严重 影响 生活 非常 每天 今天 昨天
    """.split()  # noqa: SIM905 (a word list reads best as words)
)
MOST_WORDS = 24
RECENT_DAYS = 90  # an older case is a new matter, or one that came again
NEAR_METRES = 800  # farther apart, the same words tell of two places
LEAST_LIKE = 0.15  # a smaller share of common words is chance
SHARES = (0.7, 0.2, 0.1)  # what words, place and day weigh


def best_words(text: str) -> list[str]:
    """At most MOST_WORDS telling bigrams and words, in the order of the text."""
    telling = [word for word in bigrams(text) if word not in COMMON and len(word) > 1]
    return telling[:MOST_WORDS]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why an earlier case may be the same matter, in the order in which a person would say it.

    ``text``: the share of common words, 0 to 1; ``days``: how long ago it came in; ``metres``: how
    far away it is, None when one of the two has no coordinates; ``same_area``: recorded in the
    same community or in the street around it.
    """

    text: float
    days: int
    metres: int | None = None
    same_area: bool = False

    @property
    def percent(self) -> int:
        return round(self.text * 100)

    @property
    def weight(self) -> float:
        """From 0 to 1: of two equal texts the nearer is first, of two equally near the later."""
        place = 0.6 if self.same_area else 0.0
        if self.metres is not None:
            place = max(0.0, 1.0 - self.metres / NEAR_METRES / 2)
        day = max(0.0, 1.0 - self.days / RECENT_DAYS)
        return sum(w * v for w, v in zip(SHARES, (self.text, place, day), strict=True))


def likeness(
    sought: str, found: str, *, days: int, metres: int | None = None, same_area: bool | None = None
) -> Likeness | None:
    """How likely a case is the same matter; None when it is another one, elsewhere or long ago.

    Distance decides about the place; without coordinates the area does; ``same_area`` None means
    that nobody knows yet where the matter is, and then no place is ruled out.
    """
    elsewhere = metres > NEAR_METRES if metres is not None else same_area is False
    if elsewhere or not 0 <= days <= RECENT_DAYS:
        return None
    share = similarity(sought, found)
    return Likeness(share, days, metres, bool(same_area)) if share >= LEAST_LIKE else None


def best(found: Sequence[tuple[int, Likeness]], most: int) -> list[tuple[int, Likeness]]:
    """The likeliest first, by number where two are alike."""
    return sorted(found, key=lambda one: (-one[1].weight, -one[0]))[:most]
