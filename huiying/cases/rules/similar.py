"""Which words of a text are worth looking for when likely duplicates are sought. Pure.

Frequent bigrams of complaints ("我们", "希望", "领导") say nothing about the matter; the list is
kept short on purpose: the ranking afterwards does the work.
"""

from __future__ import annotations

from huiying.lib.text import bigrams

COMMON = frozenset(
    """
    我们 你们 他们 希望 领导 政府 有关 部门 相关 问题 解决 处理 反映 反应 投诉 举报 咨询 建议
    求助 请问 谢谢 尊敬 敬的 您好 你好 现在 已经 一直 没有 这个 那个 什么 怎么 可以 不能 进行
    情况 多次 居民 市民 群众 小区 附近 门口 严重 影响 生活 非常 每天 今天 昨天
    """.split()  # noqa: SIM905 (a word list reads best as words)
)
MOST_WORDS = 24


def best_words(text: str) -> list[str]:
    """At most MOST_WORDS telling bigrams and words, in the order of the text."""
    telling = [word for word in bigrams(text) if word not in COMMON and len(word) > 1]
    return telling[:MOST_WORDS]
