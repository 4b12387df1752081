"""What in a resident's text could lead to a person, and a headline for a text. Pure.

A warning only: the person decides what stays. Numbers are found by ``lib.text``; names are guessed
from the words around them, so some are missed and some are no names.
"""

from __future__ import annotations

import re

from huiying.lib.text import find_personal, tidy

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙段郝孔邵史毛万顾赖武康贺严钱"
)
_NAMED = re.compile(
    rf"(?:我叫|我是|本人|姓名|联系人|名字叫)[:：是为 ]?\s*[{_SURNAMES}][一-鿿]{{1,2}}(?![一-鿿])"
    rf"|[{_SURNAMES}][一-鿿]?(?:先生|女士|小姐|师傅|老师|大爷|阿姨)"
)
_SENTENCE = re.compile(r"[。！？!?\n；;]")
HEADLINE = 40


def finds(text: str) -> tuple[str, ...]:
    """The kinds of contact in a text: id, phone, landline, email, name; each once, sorted."""
    kinds = {span.kind for span in find_personal(text)}
    if _NAMED.search(text):
        kinds.add("name")
    return tuple(sorted(kinds))


def headline(text: str) -> str:
    """The first sentence of a text, at most HEADLINE characters: a title for the desks."""
    first = next(filter(None, (part.strip() for part in _SENTENCE.split(tidy(text)))), "")
    return first if len(first) <= HEADLINE else f"{first[: HEADLINE - 1]}…"
