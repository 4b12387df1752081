"""A rule in words that anybody at a desk understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.cases.kinds import Channel
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind, Level
from huiying.dispatch.editions import Written
from huiying.dispatch.rules.routing import Conditions

WEEKDAYS = [
    (1, gettext_lazy("周一")), (2, gettext_lazy("周二")), (3, gettext_lazy("周三")),
    (4, gettext_lazy("周四")), (5, gettext_lazy("周五")), (6, gettext_lazy("周六")),
    (7, gettext_lazy("周日")),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A rule read aloud: when, and then."""

    rule: Written
    when: tuple[str, ...]
    then: str
    problem: str


def sentence(rule: Written) -> Sentence:
    problem = rule.problem
    if not problem and rule.unit_gone:
        problem = _("承办单位已停用，这条规则不会生效。")
    return Sentence(rule, tuple(_when(rule.conditions)), _then(rule), problem)


def _when(c: Conditions) -> list[str]:
    found = [text for text in (*_facts(c), *_texts(c), _hours(c)) if text]
    return found or [_("所有案件（没有条件）")]


def _facts(c: Conditions) -> list[str]:
    kinds = [str(CaseKind(v).label) for v in CaseKind.values if v in c.kinds]
    channels = [str(Channel(v).label) for v in Channel.values if v in c.channels]
    days = [str(label) for number, label in WEEKDAYS if number in c.weekdays]
    return [
        _one_of(_("诉求类型是%(values)s"), kinds),
        _one_of(_("渠道是%(values)s"), channels),
        _one_of(_("分类属于%(values)s"), _names(directory.categories().rows, c.categories)),
        _one_of(_("区划在%(values)s之内"), _names(directory.areas().rows, c.areas)),
        _one_of(_("在%(values)s接收"), days),
    ]


def _texts(c: Conditions) -> list[str]:
    return [
        _one_of(_("诉求中出现%(values)s"), _quoted(c.any_words)),
        _all_of(_("诉求中同时出现%(values)s"), _quoted(c.all_words)),
        _one_of(_("诉求中没有%(values)s"), _quoted(c.no_words)),
        _one_of(_("地点中出现%(values)s"), _quoted(c.place_words)),
    ]


def _hours(c: Conditions) -> str:
    if not c.from_time and not c.to_time:
        return ""
    start, end = c.from_time or time(0), c.to_time
    return _("接收时间在 %(start)s 至 %(end)s") % {
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}" if end else "24:00",
    }


def _names(rows: Mapping[int, object], idents: frozenset[int]) -> list[str]:
    return [str(getattr(rows[i], "name", i)) if i in rows else f"#{i}" for i in sorted(idents)]


def _quoted(words: tuple[str, ...]) -> list[str]:
    return [f"“{word}”" for word in words]


def _one_of(text: str, values: list[str]) -> str:
    return text % {"values": _("或").join(values)} if values else ""


def _all_of(text: str, values: list[str]) -> str:
    return text % {"values": "、".join(values)} if values else ""


def _then(rule: Written) -> str:
    lead = rule.lead if rule.lead_unit_id is not None else _("案件所在区划的街乡镇（属地）")
    text = _("派给%(unit)s") % {"unit": lead}
    if rule.person:
        text += _("，经办人 %(name)s") % {"name": rule.person}
    if rule.assisting_labels:
        text += _("，%(units)s协办") % {"units": "、".join(rule.assisting_labels)}
    if rule.level:
        text += _("，按“%(level)s”办理") % {"level": Level(rule.level).label}
    return text
