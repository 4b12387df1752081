"""Whether a drafted answer answers: what it says and leaves unsaid, beside what was asked. Pure.

Six things that the person who gets the answer looks for. An aid for the one who writes; it judges
words, not deeds, and stops nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from huiying.insights.rules.normal import compared
from huiying.insights.rules.reading import Reading, read
from huiying.insights.rules.sentences import sentences
from huiying.insights.rules.spans import Span
from huiying.lib.text import bigrams

MATTER, WISHES, BASIS, DAY, PHRASES, PERSONAL = (
    "matter", "wishes", "basis", "day", "phrases", "personal",
)  # fmt: skip
HEAD = 200  # characters of a message: what it is about is said at once
SPOKEN_OF = 0.06  # of the telling words of a message come again in an answer to it
ANSWERED = 0.05  # of the telling words of a wish
FEW = 3  # telling words: a wish of fewer cannot be missed
EMPTY = 0.6  # of an answer is phrases
SUBSTANCE = 20  # characters beside the phrases
SHOWN = 3  # words of a remark
SIGNED = 30  # characters at the end in which a date only tells when it was written

_BASIS = re.compile(
    r"《[^》]{2,60}》|第[一二三四五六七八九十百零\d]+[条款项]|[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号"
)
_REFUSES = re.compile(
    r"不符合|不属于|不予|无法|不能(?!正常)|暂不|没有(?:政策|计划)|尚无|不具备|不支持"
)
_VAGUE = re.compile(r"尽快|近期|适时|择机|下一步|条件成熟|逐步|有序推进|积极推进|加快推进|进一步")
_TERM = re.compile(
    r"\d+个?(?:工作日|天|日|周|月)(?:之?内|后)?|(?:年|月|季度)[底末]前?|(?:今|明|后)年"
    r"|(?:上|下)半年|\d{1,2}月\d{0,2}"
)
_ANOTHER = re.compile(
    r"[,，;；、](?=希望|能否|可否|是否|请|恳请|建议|要求|同时|另外|并且|以及|第?[二三四五2345][是、.])"
)
_WHEN = re.compile(r"何时|什么时候|啥时候|多久|几时|时间表|什么时间|哪天|哪一天")
_HOW_MUCH = re.compile(r"多少钱|多少元|收费标准|费用是多少|几元|多少费用")
_PHRASE = re.compile(
    r"(?:感谢|谢谢)(?:您|你|广大|社会)"
    r"|(?:来信|留言|反映|诉求|问题|建议).{0,12}(?:收悉|已收到|敬悉|获悉)"
    r"|高度重视|(?:立即|第一时间|迅速)(?:组织|安排|召集|责成).{0,24}(?:调查|核实|研究|处理)"
    r"|(?:现|特此|特作如下|就有关情况|将有关情况).{0,16}(?:回复|答复|反馈|说明)"
    r"|祝您|您好|你好|如(?:您|你)?(?:还)?有.{0,10}疑问"
    r"|(?:继续|进一步|一如既往).{0,20}(?:加强|加大|做好|努力|工作|力度)"
    r"|敬请谅解|给您带来.{0,8}不便|欢迎.{0,12}监督"
    r"|(?:理解|关注|关心|支持)(?:和|与|、).{0,6}(?:理解|支持|监督|配合)|尊敬的"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing looked for: ``about`` (one of the six), whether it is well, and the words that show
    it, or that are missing."""

    about: str
    good: bool
    words: tuple[str, ...] = ()


def review(
    question: str, answer: str, *, usual: Collection[str] = (), basis: bool = False
) -> tuple[Remark, ...]:
    """What there is to say of an answer, in the order above; nothing about what does not arise.

    ``usual``: comparable sentences that many of the unit's answers have; ``basis``: a legal basis
    is expected whatever the answer says, as for a consultation about rules.
    """
    if not answer.strip():
        return ()
    asked, said = read(question), read(answer)
    heard = _telling(answer)
    found = (
        _matter(question, asked, said, heard),
        _wishes(asked.wishes, said, heard),
        _basis(answer, expected=basis),
        _day(answer, said),
        _phrases(answer, usual),
        _personal(said),
    )
    return tuple(one for one in found if one is not None)


def _telling(text: str) -> set[str]:
    return {word for word in bigrams(compared(text)) if len(word) > 1 and word not in _EMPTY}


_EMPTY = frozenset(
    """
    我们 你们 他们 希望 领导 政府 有关 部门 相关 问题 解决 处理 反映 反应 投诉 举报 咨询 建议
    求助 请问 谢谢 尊敬 敬的 您好 你好 现在 已经 一直 没有 这个 那个 什么 怎么 可以 不能 进行
    情况 能否 是否 恳请 请求 要求 尽快 给予 帮助 为什 么时 何时 时候 能不 可否 我的 的问
    小区 门口 附近 居民 业主 本人 一个 这里
    """.split()  # noqa: SIM905 (a word list reads best as words)
)


def _share(words: Collection[str], heard: set[str]) -> float:
    return sum(word in heard for word in words) / len(words) if words else 1.0


def _matter(question: str, asked: Reading, said: Reading, heard: set[str]) -> Remark:
    spoken = {span.kind for span in said.matters}
    kinds = {span.kind: span.text for span in reversed(asked.matters)}  # the first word of each
    both = [text for kind, text in kinds.items() if kind in spoken]
    if both or _share(_telling(question[:HEAD]), heard) >= SPOKEN_OF:
        return Remark(MATTER, True, _shown(reversed(both)))
    return Remark(MATTER, False, _shown(reversed(kinds.values())))


def _wishes(wishes: Iterable[Span], said: Reading, heard: set[str]) -> Remark | None:
    each = [part for wish in wishes for part in _ANOTHER.split(wish.text)]
    looked_at = [wish for wish in each if len(_telling(wish)) >= FEW]
    if not looked_at:
        return None
    missing = [wish for wish in looked_at if not _answered(wish, said, heard)]
    return Remark(WISHES, not missing, _shown(missing))


def _answered(wish: str, said: Reading, heard: set[str]) -> bool:
    if _WHEN.search(wish) and not (said.dates or _timed(said)):
        return False
    if _HOW_MUCH.search(wish) and not said.amounts:
        return False
    return _share(_telling(wish), heard) >= ANSWERED


def _timed(said: Reading) -> bool:
    return any(_TERM.search(span.text) for span in said.sentences)


def _basis(answer: str, *, expected: bool) -> Remark | None:
    found = _BASIS.findall(answer)
    if found:
        return Remark(BASIS, True, _shown(found))
    refused = _REFUSES.findall(answer)
    return Remark(BASIS, False, _shown(refused)) if expected or refused else None


def _day(answer: str, said: Reading) -> Remark | None:
    """A promise without a day is none."""
    until = max(len(answer.rstrip()) - SIGNED, 0)
    days = [span.text for span in said.dates if span.start < until]
    days += _TERM.findall(compared(answer[:until])) if not days else []
    if days:
        return Remark(DAY, True, _shown(days))
    vague = _VAGUE.findall(answer)
    return Remark(DAY, False, _shown(vague)) if vague else None


def _phrases(answer: str, usual: Collection[str]) -> Remark | None:
    """Sentences that any answer could have; only told where they are most of it."""
    whole = sentences(answer)
    empty = [one for one in whole if _PHRASE.search(one.text) or compared(one.text) in usual]
    length = sum(len(one.text) for one in whole)
    hollow = sum(len(one.text) for one in empty)
    if hollow < length * EMPTY and length - hollow >= SUBSTANCE:
        return None
    return Remark(PHRASES, False, _shown(one.text for one in empty))


def _personal(said: Reading) -> Remark | None:
    """Not an office's own landline."""
    found = [span.text for span in said.personal if span.kind != "landline"]
    return Remark(PERSONAL, False, _shown(found)) if found else None


def _shown(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:SHOWN]
