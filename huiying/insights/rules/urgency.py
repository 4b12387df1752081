"""Words that speak of danger: to life, to children, by fire, gas, collapse, a crowd. Pure.

They raise a hand; whether a case is urgent is decided by a person. Words of prevention and of what
is over (灭火器, 消防演练, 已经扑灭) are no alarm.
"""

from __future__ import annotations

import re

from huiying.insights.rules.normal import Normal
from huiying.insights.rules.spans import Span, apart

ALARMS = {
    "life": r"自杀|轻生|跳楼|想死|不想活|割腕|昏迷|晕倒|休克|大出血|溺水|落水|命危|生命危险|"
    r"奄奄一息|被困|suicide|unconscious|drowning|trapped",
    "violence": r"持刀|砍人|家暴|绑架|拘禁|殴打|打伤|群殴|stabb(?:ed|ing)|assault(?:ed)?",
    "children": r"(?:孩子|儿童|小孩|婴儿|幼儿|学生|宝宝)[^。!?,;]{0,8}"
    r"(?:受伤|摔伤|坠|触电|中毒|失踪|走失|被困|落水|烫伤|咬伤|呕吐|住院)|missingchild",
    "fire": r"着火|起火|失火|火灾|冒烟|浓烟|燃烧起来|爆炸|爆燃|onfire|explosion|smoke",
    "gas": r"(?:燃气|煤气|天然气|液化气|沼气)[^。!?,;]{0,6}(?:泄漏|泄露|漏|味)|漏气|"
    r"一氧化碳|gasleak|smellofgas",
    "electricity": r"漏电|触电|电线(?:裸露|掉落|断落|垂落)|高压线[^。!?,;]{0,4}(?:断|掉)|"
    r"livewire",
    "collapse": r"坍塌|倒塌|塌陷|塌方|滑坡|垮塌|泥石流|溃坝|决堤|外墙(?:脱落|掉落)|"
    r"电梯[^。!?,;]{0,6}(?:坠|困人|失控)|collapsed?|landslide",
    "poison": r"食物中毒|集体中毒|毒气|剧毒|上吐下泻|poison(?:ed|ing)",
    "crowd": r"集体上访|集体维权|聚集|围堵|堵路|堵门|拉横幅|静坐|罢工|罢市|讨说法|越级上访|"
    r"(?:数|几)?[十百千][多余来]?(?:名|位|个)?(?:人|村民|业主|工人)[^。!?,;]{0,4}(?:聚|围|堵|讨薪)",
}
_ALARM = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in ALARMS.items()))
# What stands just before or after and takes the alarm back.
_BEFORE = re.compile(
    r"(?:没有|没|未|并未|不会|防止|预防|避免|禁止|谨防|防|以免|担心会|如果|万一)[^,。;!?]{0,3}$"
)
_AFTER = re.compile(
    r"^[^,。;!?]{0,2}(?:演练|演习|宣传|培训|应急预案|报警器|保险|知识|已扑灭|已经扑灭)"
)


def alarms(text: Normal) -> list[Span]:
    """The words of danger with their places in the original; the kind is a key of ``ALARMS``."""
    found = []
    for match in _ALARM.finditer(text.text):
        before = text.text[max(0, match.start() - 8) : match.start()]
        after = text.text[match.end() : match.end() + 10]
        if _BEFORE.search(before) or _AFTER.search(after):
            continue
        start, end = text.original(match.start(), match.end())
        found.append(Span(start, end, match[0], str(match.lastgroup)))
    return apart(found)
