"""A rule as fields: what must hold, and who then gets the case. No notation to learn."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.cases.kinds import Channel
from huiying.console import choices
from huiying.console.rulebook.words import WEEKDAYS
from huiying.directory import queries as directory
from huiying.directory.kinds import CaseKind, Level
from huiying.dispatch.actions import RuleInput
from huiying.dispatch.editions import Written

BY_AREA = "area"
WORDS = ("any_words", "all_words", "no_words", "place_words")
_BETWEEN = re.compile(r"[\s,，、;；]+")
_HINT = gettext_lazy("用空格、逗号或顿号隔开。")


def _words(label: Any, hint: Any = _HINT) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=600)


def _many(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, **more)


def _boxes(label: Any, found: Any) -> forms.MultipleChoiceField:
    return _many(label, choices=found, widget=forms.CheckboxSelectMultiple)


def _listed(label: Any) -> forms.MultipleChoiceField:
    return _many(label, widget=forms.SelectMultiple(attrs={"size": 7}))


def _clock(label: Any, hint: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class RuleForm(forms.Form):
    """All conditions that are filled in must hold; an empty one always holds."""

    name = forms.CharField(label=gettext_lazy("规则名称"), max_length=120)
    kinds = _boxes(gettext_lazy("诉求类型"), CaseKind.choices)
    channels = _boxes(gettext_lazy("渠道"), Channel.choices)
    categories = _listed(gettext_lazy("分类（含下级）"))
    areas = _listed(gettext_lazy("区划（含下级）"))
    any_words = _words(gettext_lazy("诉求中出现任一词语"))
    all_words = _words(gettext_lazy("诉求中同时出现全部词语"))
    no_words = _words(gettext_lazy("诉求中不能出现的词语"))
    place_words = _words(gettext_lazy("地点中出现任一词语"))
    weekdays = _boxes(gettext_lazy("星期"), [(str(n), label) for n, label in WEEKDAYS])
    from_time = _clock(gettext_lazy("接收时间自"))
    to_time = _clock(gettext_lazy("接收时间至"), gettext_lazy("早于起始时间表示到次日。"))
    lead = forms.ChoiceField(
        label=gettext_lazy("派给"), help_text=gettext_lazy("属地：派给案件所在区划的街乡镇。")
    )
    person = forms.ChoiceField(
        label=gettext_lazy("经办人"),
        help_text=gettext_lazy("可以不选。选了，案件直接到这个人手里；须是该单位的经办人。"),
        required=False,
    )
    assisting = _listed(gettext_lazy("协办单位"))
    level = forms.ChoiceField(label=gettext_lazy("级别"), required=False)
    basis = forms.CharField(
        label=gettext_lazy("依据"), help_text=gettext_lazy("职责清单或规定的名称和条款。"),
        max_length=200, required=False,
    )  # fmt: skip

    GROUPS = (
        (gettext_lazy("什么样的案件"), ("name", "kinds", "channels", "categories", "areas")),
        (gettext_lazy("诉求中的词语"), WORDS),
        (gettext_lazy("什么时候接收的"), ("weekdays", "from_time", "to_time")),
        (gettext_lazy("派给谁"), ("lead", "person", "assisting", "level", "basis")),
    )

    def __init__(self, data: Any = None, *, rule: Written | None = None) -> None:
        super().__init__(data, initial=_initial(rule) if rule else None)
        usable = choices.units()
        found: dict[str, Any] = {
            "categories": _paths(directory.categories()),
            "areas": choices.areas(),
            "lead": [("", _("请选择")), (BY_AREA, _("属地街乡镇")), *usable],
            "person": [("", _("不指定")), *choices.handlers()],
            "assisting": usable,
            "level": [("", _("不改变")), *Level.choices],
        }
        for name, options in found.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(str(label), [self[name] for name in names]) for label, names in self.GROUPS]

    def rule(self) -> RuleInput:
        given = self.cleaned_data
        lead = given["lead"]
        return RuleInput(
            name=given["name"],
            conditions=self.conditions(),
            lead_unit_id=None if lead == BY_AREA else int(lead),
            assisting=tuple(map(int, given["assisting"])),
            level=given["level"],
            basis=given["basis"],
            person_id=int(given["person"]) if given["person"] else None,
        )

    def conditions(self) -> dict[str, Any]:
        """The stored form: only what is filled in."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            "kinds": given["kinds"],
            "channels": given["channels"],
            "categories": [int(v) for v in given["categories"]],
            "areas": [int(v) for v in given["areas"]],
            "weekdays": [int(v) for v in given["weekdays"]],
            "from_time": f"{given['from_time']:%H:%M}" if given["from_time"] else "",
            "to_time": f"{given['to_time']:%H:%M}" if given["to_time"] else "",
        }
        for name in WORDS:
            found[name] = [word for word in _BETWEEN.split(given[name]) if word]
        return {name: value for name, value in found.items() if value}


def _paths(tree: directory.Tree[Any]) -> list[tuple[str, str]]:
    """Active nodes with the names above them, so that each can be found by any."""
    return [
        (str(row.id), " / ".join(tree.rows[i].name for i in reversed(tree.above(row.id))))
        for row in tree.rows.values()
        if row.active
    ]


def _initial(rule: Written) -> dict[str, Any]:
    c = rule.conditions
    return {
        "name": rule.name,
        "kinds": sorted(c.kinds),
        "channels": sorted(c.channels),
        "categories": [str(i) for i in sorted(c.categories)],
        "areas": [str(i) for i in sorted(c.areas)],
        "weekdays": [str(i) for i in sorted(c.weekdays)],
        **{name: "、".join(getattr(c, name)) for name in WORDS},
        "from_time": c.from_time,
        "to_time": c.to_time,
        "lead": BY_AREA if rule.lead_unit_id is None else str(rule.lead_unit_id),
        "person": str(rule.person_id or ""),
        "assisting": [str(i) for i in rule.assisting],
        "level": rule.level,
        "basis": rule.basis,
    }
