"""Common problems in words: the filters as a form, trends, and the terms of the heat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huiying.console import choices
from huiying.console.desks.desk import Tab, address
from huiying.directory import queries as directory
from huiying.insights.proposing import Goal
from huiying.insights.queries import DAYS, Evidence
from huiying.insights.rules.heat import WEIGHTS, Term
from huiying.insights.rules.trend import Trend
from huiying.insights.types import Proposal
from huiying.ui.fields import Choose

TRENDS = {
    Trend.NEW: gettext_noop("新出现"),
    Trend.RISING: gettext_noop("上升"),
    Trend.STEADY: gettext_noop("平稳"),
    Trend.FALLING: gettext_noop("下降"),
    Trend.QUIET: gettext_noop("沉寂"),
}
SORTS = {
    "heat": gettext_noop("按热度"),
    "voices": gettext_noop("按人数"),
    "new": gettext_noop("最近有人反映的在前"),
}
KIND_SORTS = {
    "heat": gettext_noop("按热度"),
    "voices": gettext_noop("按人数"),
    "problems": gettext_noop("按问题数"),
    "places": gettext_noop("按地点数"),
    "lately": gettext_noop("近 30 天新反映的在前"),
}
SECTIONS = {
    "problems": gettext_noop("共性问题"),
    "types": gettext_noop("类型（每月一题）"),
    "watches": gettext_noop("关注"),
    "brief": gettext_noop("周报"),
}
GOALS = {
    Goal.CAMPAIGN: gettext_noop("专项治理"),
    Goal.CONSULTATION: gettext_noop("会商"),
}
TERMS = {
    "voices": gettext_noop("反映的人数"),
    "support": gettext_noop("点赞支持"),
    "days": gettext_noop("有新的人反映的天数"),
    "recent": gettext_noop("近 30 天反映的人数"),
    "lasting": gettext_noop("从第一个人到最后一个新的人的天数"),
}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of the heat, in words, with the formula's numbers."""

    label: str
    amount: int
    weight: float
    half: float
    points: float


class BoardForm(forms.Form):
    """The filters of the board; what they mean is parsed by `Wanted`."""

    q = forms.CharField(
        label=gettext_lazy("标题中的词语"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    area = Choose(label=gettext_lazy("区划（含下级）"), required=False)
    unit = Choose(label=gettext_lazy("主办单位（含下级）"), required=False)
    category = Choose(label=gettext_lazy("分类（含下级）"), required=False)
    days = Choose(label=gettext_lazy("最近有人反映"), required=False)
    trend = Choose(label=gettext_lazy("趋势"), required=False)
    asked = Choose(label=gettext_lazy("已提请"), required=False)
    trees = ("area", "unit", "category")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        found = {
            "area": choices.areas(),
            "unit": choices.units(),
            "category": [
                (str(row.id), row.name)
                for row in directory.categories().rows.values()
                if row.active
            ],
            "days": [(str(days), _("%(n)s 天内") % {"n": days}) for days in DAYS],
            "asked": [(str(one), _(label)) for one, label in GOALS.items()],
            "trend": [(one.value, _(label)) for one, label in TRENDS.items()],
        }
        for name, options in found.items():
            field = self.fields[name]
            field.choices = [("", _("全部")), *options]  # type: ignore[attr-defined]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields that open with 更多条件."""
        return [self[name] for name in self.fields if name != "q"]


class KindForm(BoardForm):
    """The filters of the types: those of the board that are no word of a title."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("q", "trend", "category", "asked"):
            del self.fields[name]


def sections(current: str) -> list[Tab]:
    """The pages of the desk."""
    return [
        Tab(_(label), address(name), current=name == current) for name, label in SECTIONS.items()
    ]


def trend_word(trend: str) -> str:
    return _(TRENDS[Trend(trend)]) if trend else ""


def rhythm(found: Evidence) -> list[str]:
    """The season a problem comes with and the week in which it changed, in words."""
    said = []
    if found.season is not None:
        one = found.season
        facts = {
            "first": one.first, "last": one.last, "years": one.years, "share": f"{one.share:.0%}",
        }  # fmt: skip
        words = _("每年 %(first)s 至 %(last)s 月多发：占 %(share)s，%(years)s 年都是这样")
        said.append(words % facts)
    if found.change is not None:
        turn = found.change
        more = _("%(day)s 那周起变多：每月 %(before)s 人 → %(after)s 人")
        less = _("%(day)s 那周起变少：每月 %(before)s 人 → %(after)s 人")
        said.append((more if turn.after > turn.before else less) % {
            "day": turn.day.isoformat(),
            "before": f"{turn.before:.1f}", "after": f"{turn.after:.1f}",
        })  # fmt: skip
    return said


def term_rows(terms: Sequence[Term]) -> list[TermRow]:
    return [
        TermRow(_(TERMS[term.name]), term.amount, *WEIGHTS[term.name], round(term.points, 2))
        for term in terms
    ]


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What somebody asked of a problem, and what it is called."""

    row: Proposal
    label: str


def proposal_rows(found: Sequence[Proposal]) -> list[ProposalRow]:
    return [ProposalRow(one, _(GOALS[Goal(one.goal)])) for one in found]


def goal_tabs() -> list[tuple[str, str]]:
    """What can be asked, as value and button."""
    labels = {Goal.CAMPAIGN: _("提请专项治理"), Goal.CONSULTATION: _("提请会商")}
    return [(str(goal), label) for goal, label in labels.items()]
