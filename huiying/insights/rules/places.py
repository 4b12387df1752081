"""Places in a message: estates, roads, villages, schools, buildings. Pure.

By the endings that places have in Chinese, without a list of any city's names; names that are
known (areas, places of the directory) are found first and whatever their ending.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from huiying.insights.rules.coarse import PLACES, Part, coarse
from huiying.insights.rules.normal import Normal
from huiying.insights.rules.spans import Span, apart, first_come

PartsOf = Callable[[Sequence[str]], list[list[Part]]]

ENDINGS = {
    "estate": "小区|花园|家园|花苑|公寓|新村|新城|名苑|雅苑|嘉园|公馆|豪庭|华庭|安置房|宿舍",
    "road": "大道|马路|公路|国道|省道|高速|大街|胡同|路|街|巷|弄|桥|隧道|立交",
    "village": "村委会|社区|街道办|街道|村|镇|乡|屯|组",
    "school": "幼儿园|小学|中学|大学|学院|学校|职校|技校",
    "market": "农贸市场|菜市场|市场|超市|商场|商城|夜市|步行街",
    "company": "有限公司|公司|集团|工厂|酒店|饭店|银行",
    "public": "人民医院|医院|卫生院|派出所|法院|公园|广场|车站|地铁站|火车站|"
    "体育馆|图书馆|养老院|水库",
}
_KIND = {ending: kind for kind, endings in ENDINGS.items() for ending in endings.split("|")}
_END = "|".join(sorted(_KIND, key=len, reverse=True))
_NAMED = re.compile(
    rf"(?P<name>[\u4e00-\u9fffa-z0-9]{{1,10}}?)(?P<end>{_END})(?!灯|面|口香|政|线|人)"
)
_NUMBERED = re.compile(
    r"(?:[a-z]?\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢|号院|单元|弄|号线|"
    r"号|室|期|座)(?!召|称|码|线路)"
)
_BETWEEN = re.compile(r"[\u4e00-\u9fffa-z0-9-]{0,4}")  # what may stand between parts of an address
# What stands before a name and is no part of it.
_LEAD = re.compile(
    r"^.*(?:位于|住在|家住|反映|投诉|举报|咨询|关于|请问|希望|建议|附近|对面|旁边|隔壁|路过|经过|"
    r"严重影响|影响|可以说|管理|关注此事|地址|我们|你们|他们|我市|我区|本人|业主|是|在|到|从|的|和|与|至|由|对|把|被|让|给|去|住|我|了|有|将|及)"
)
_COMMON = """
这个 那个 我们 本 该 此 某 各 整个 一个 几个 老旧 新建 农 马 道 铁 公 网 思 出 线 一 两 多条 每个
所有 全市 道路 上 下 走 过 修 全 有 无 小 大 重点
"""
_NO_NAME = frozenset(_COMMON.split())


def places(text: Normal, known: Iterable[str] = (), parts_of: PartsOf | None = None) -> list[Span]:
    """Places with where they stand in the original; kinds of ``ENDINGS``, building and known.

    ``known``: names in comparable form; they win over what an ending would find. ``parts_of``:
    a learned reader of addresses; where places follow one another it parts them anew, by kinds
    of :data:`.coarse.PLACES`.
    """
    names = apart(_known(text.text, known))
    found = apart([*names, *_named(text.text), *_numbered(text.text)])
    if parts_of is not None:
        found = first_come([*names, *parted(text.text, found, parts_of), *found])
    return [Span(*text.original(span.start, span.end), span.text, span.kind) for span in found]


def _known(text: str, known: Iterable[str]) -> Iterator[Span]:
    for name in {name for name in known if len(name) > 1}:
        at = text.find(name)
        while at >= 0:
            yield Span(at, at + len(name), name, "known")
            at = text.find(name, at + len(name))


def _named(text: str) -> Iterator[Span]:
    for match in _NAMED.finditer(text):
        lead = _LEAD.match(match["name"])
        start = match.start() + (lead.end() if lead else 0)
        bare = text[start : match.end("name")]
        if bare and bare not in _NO_NAME:
            yield Span(start, match.end(), text[start : match.end()], _KIND[match["end"]])


def _numbered(text: str) -> Iterator[Span]:
    for match in _NUMBERED.finditer(text):
        yield Span(match.start(), match.end(), match[0], "building")


def parted(text: str, found: Sequence[Span], parts_of: PartsOf) -> list[Span]:
    """Places that follow one another, parted by what was learned from addresses."""
    runs = [(run[0].start, run[-1].end) for run in _runs(text, found) if len(run) > 1]
    parts = parts_of([text[start:end] for start, end in runs]) if runs else []
    return [
        Span(start + first, start + last, text[start + first : start + last], kind)
        for (start, _end), many in zip(runs, parts, strict=True)
        for first, last, fine in many
        if (kind := coarse(fine)) in PLACES
    ]


def _runs(text: str, found: Sequence[Span]) -> list[list[Span]]:
    """Places in order, together where nothing but a few characters stands between them."""
    runs: list[list[Span]] = []
    for span in found:
        if runs and _BETWEEN.fullmatch(text, runs[-1][-1].end, span.start):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs
