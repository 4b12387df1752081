"""The filters of the list as a form, and as chips that say what holds now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.cases import queries as cases
from huiying.cases.kinds import Channel
from huiying.cases.listing import Filter
from huiying.cases.rules.workflow import STATE_LABELS, State
from huiying.console import choices
from huiying.console.desks.desk import address
from huiying.console.desks.pages import Chip
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind, Level
from huiying.ui.fields import Choose

DUE = {
    "overdue": gettext_lazy("已超期"),
    "today": gettext_lazy("今天到期"),
    "soon": gettext_lazy("24 小时内到期"),
    "paused": gettext_lazy("挂账中"),
}
STAGE = {"open": gettext_lazy("在办"), "ended": gettext_lazy("已办结")}
# What stands in the first row of the form; the rest opens with "更多条件".
FIRST = ("q", "state", "unit")


def _select(label: Any) -> Choose:
    return Choose(label=label, required=False)


class SearchForm(forms.Form):
    """Filters as fields; what they mean is parsed by `Filter`, this form only shows them."""

    q = forms.CharField(
        label=gettext_lazy("词语、编号、姓名或电话"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    state = _select(gettext_lazy("状态"))
    unit = _select(gettext_lazy("主办单位（含下级）"))
    area = _select(gettext_lazy("区划（含下级）"))
    category = _select(gettext_lazy("分类（含下级）"))
    since = forms.CharField(
        label=gettext_lazy("接收自"), required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
    )  # fmt: skip
    until = forms.CharField(
        label=gettext_lazy("接收至"), required=False,
        widget=forms.TextInput(attrs={"type": "date"}),
    )  # fmt: skip
    kind = _select(gettext_lazy("诉求类型"))
    channel = _select(gettext_lazy("渠道"))
    level = _select(gettext_lazy("级别"))
    due = _select(gettext_lazy("时限"))
    stage = _select(gettext_lazy("在办或办结"))
    cause = _select(gettext_lazy("成因"))
    phone = forms.CharField(
        label=gettext_lazy("电话（完整）"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("姓名（完整）"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    returned = forms.BooleanField(
        label=gettext_lazy("退过单"), required=False,
        widget=forms.CheckboxInput(attrs={"value": "1"}),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name, found in _choices().items():
            field = self.fields[name]
            field.choices = [("", _("全部")), *found]  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in FIRST]

    @property
    def trees(self) -> tuple[str, ...]:
        """The fields with so many choices that one types to find."""
        return ("unit", "area", "category")

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in FIRST]


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "state": [(state.value, _(label)) for state, label in STATE_LABELS.items()],
        "unit": choices.units(),
        "area": choices.areas(),
        "category": [
            (str(row.id), row.name) for row in directory.categories().rows.values() if row.active
        ],
        "kind": [(str(value), str(label)) for value, label in CaseKind.choices],
        "channel": [(str(value), str(label)) for value, label in Channel.choices],
        "level": [(str(value), str(label)) for value, label in Level.choices],
        "due": [(value, str(label)) for value, label in DUE.items()],
        "stage": [(value, str(label)) for value, label in STAGE.items()],
        "cause": choices.causes(),
    }


def values(wanted: Filter) -> dict[str, Any]:
    """A filter as the form's values; several states show as no choice, the chips name them."""
    found: dict[str, Any] = {}
    for field in fields(wanted):
        value = getattr(wanted, field.name)
        if isinstance(value, tuple):
            found[field.name] = value[0] if len(value) == 1 else ""
        elif value not in (None, ""):
            found[field.name] = "1" if value is True else value if value is False else str(value)
    return found


def hidden_in_use(wanted: Filter) -> bool:
    """Whether a filter holds that stands in the folded part of the form."""
    plain = Filter()
    names = [f.name for f in fields(wanted) if f.name not in (*FIRST, "sort", "source")]
    return any(getattr(wanted, name) != getattr(plain, name) for name in names)


def chips(wanted: Filter) -> list[Chip]:
    """Each filter that holds, in words, with the address of the list without it."""
    plain, found = Filter(), []
    for field in fields(wanted):
        value = getattr(wanted, field.name)
        if field.name == "sort" or value == getattr(plain, field.name):
            continue
        without = wanted.having(**{field.name: getattr(plain, field.name)}).query()
        url = f"{address('search')}?{without}" if without else address("search")
        label, words = _CHIPS[field.name]
        found.append(Chip(str(label), words(value), url))
    return found


def _names(labels: Callable[[str], Any]) -> Callable[[Any], str]:
    return lambda values: "、".join(str(labels(value)) for value in values)


def _in_tree(tree: Callable[[], directory.Tree[Any]]) -> Callable[[Any], str]:
    def name(ident: int) -> str:
        row = tree().rows.get(ident)
        return str(row.name) if row else str(ident)

    return name


def _cause(ident: int) -> str:
    return dict(cases.causes()).get(ident, str(ident))


_CHIPS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "q": (gettext_lazy("词语"), str),
    "state": (gettext_lazy("状态"), _names(lambda v: _(STATE_LABELS[State(v)]))),
    "kind": (gettext_lazy("诉求类型"), _names(lambda v: CaseKind(v).label)),
    "channel": (gettext_lazy("渠道"), _names(lambda v: Channel(v).label)),
    "level": (gettext_lazy("级别"), _names(lambda v: Level(v).label)),
    "unit": (gettext_lazy("主办单位"), _in_tree(directory.units)),
    "area": (gettext_lazy("区划"), _in_tree(directory.areas)),
    "category": (gettext_lazy("分类"), _in_tree(directory.categories)),
    "cause": (gettext_lazy("成因"), _cause),
    "due": (gettext_lazy("时限"), lambda v: str(DUE[v])),
    "stage": (gettext_lazy("阶段"), lambda v: str(STAGE[v])),
    "returned": (gettext_lazy("退单"), lambda _v: _("退过单")),
    "since": (gettext_lazy("接收自"), str),
    "until": (gettext_lazy("接收至"), str),
    "phone": (gettext_lazy("电话"), lambda v: f"…{v[-4:]}"),
    "name": (gettext_lazy("姓名"), str),
    "source": (gettext_lazy("来源"), str),
}
