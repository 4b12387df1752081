"""What a notice says: a subject and a text with blanks; the words that come with the product.

A short message never tells what the case is about: a telephone may lie on somebody else's table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = re.compile(r"\{([^{}]*)\}")
STEPS = ("received", "asked", "told", "ended", "assigned", "watched", "digest")
BLANKS = {  # what each step knows; link is never missing
    "received": ("number", "link", "code"),
    "asked": ("number", "link", "due", "words"),
    "told": ("number", "link", "words"),
    "ended": ("number", "link", "words"),
    "assigned": ("number", "link", "unit", "due"),
    "watched": ("link", "title", "why"),
    "digest": ("link", "count"),
}


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


OWN: dict[tuple[str, str], Words] = {
    ("received", "zh-hans"): Words(
        "已收到您的诉求 {number}",
        "您好，您反映的事项已收到，编号 {number}，查询码 {code}。\n查看进展、补充照片：{link}\n",
    ),
    ("received", "en"): Words(
        "We have your report {number}",
        "Your report was received: number {number}, code {code}.\nFollow it, add photos: {link}\n",
    ),
    ("asked", "zh-hans"): Words(
        "关于 {number}，想请您补充",
        "您反映的事项（编号 {number}）需要您补充情况，请在 {due} 前答复：{link}\n{words}\n",
    ),
    ("asked", "en"): Words(
        "A question about {number}",
        "We have a question about your report {number}. Please answer by {due}: {link}\n{words}",
    ),
    ("told", "zh-hans"): Words(
        "关于 {number} 的消息",
        "您反映的事项（编号 {number}）有新的消息：{link}\n{words}\n",
    ),
    ("told", "en"): Words(
        "News of {number}",
        "There is news of your report {number}: {link}\n{words}\n",
    ),
    ("ended", "zh-hans"): Words(
        "{number} 已办结",
        "您反映的事项（编号 {number}）已办结。请评价；没有解决可以要求重办：{link}\n{words}\n",
    ),
    ("ended", "en"): Words(
        "{number} is closed",
        "Your report {number} is closed. Please rate it, or tell us that it is not solved: {link}\n"
        "{words}\n",
    ),
    ("assigned", "zh-hans"): Words(
        "新案件 {number} 派到{unit}",
        "案件 {number} 已派到{unit}，办结时限 {due}。请签收：{link}\n",
    ),
    ("assigned", "en"): Words(
        "New case {number} for {unit}",
        "Case {number} was dispatched to {unit}, due {due}. Please sign for it: {link}\n",
    ),
    ("watched", "zh-hans"): Words(
        "您关注的“{title}”",
        "您关注的“{title}”：{why}。\n查看，或不再关注：{link}\n",
    ),
    ("watched", "en"): Words(
        "What you follow: {title}",
        "You follow “{title}”: {why}.\nSee it, or stop following: {link}\n",
    ),
    ("digest", "zh-hans"): Words(
        "您有 {count} 条未读提醒",
        "到今天早上，您有 {count} 条未读提醒：{link}\n不想再收，请在“我的设置”里取消。\n",
    ),
    ("digest", "en"): Words(
        "{count} reminders are waiting",
        "{count} reminders are unread this morning: {link}\nTo stop these mails: “My settings”.\n",
    ),
}


def unknown(step: str, text: str) -> list[str]:
    """The blanks in a text that its step cannot fill."""
    return sorted({name for name in BLANK.findall(text) if name not in BLANKS[step]})


def filled(words: Words, values: Mapping[str, str], *, short: bool) -> Words:
    """The words with the blanks filled. ``short``: for a telephone, without what was written."""
    known = dict(values)
    if short:
        known["words"] = ""

    def value(match: re.Match[str]) -> str:
        return known.get(match[1], "")

    text = BLANK.sub(value, words.text).strip()
    subject = " ".join(BLANK.sub(value, words.subject).split())
    return Words(subject, " ".join(text.split()) if short else text + "\n")
