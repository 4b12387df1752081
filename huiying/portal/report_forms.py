"""The form of a report in three steps: what, where, and before sending. One form, shown in parts.

What the other steps hold travels as hidden fields, so nothing is kept on the server, the way back
loses nothing, and no script is needed.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.cases import asking, services
from huiying.cases.actions import NewCase
from huiying.cases.people import Contact
from huiying.cases.rules.contact_words import headline
from huiying.cases.rules.openness import with_answers
from huiying.cases.suggest import usable
from huiying.directory import queries as directory
from huiying.directory.kinds import AreaKind, CaseKind
from huiying.lib.geo import clean_coordinate
from huiying.ui.fields import Files, Select

WHAT, WHERE, SEND = STEPS = ("what", "where", "send")
FIELDS = {
    WHAT: ("text", "kind"),
    WHERE: ("address", "area_id", "lon", "lat", "category_id"),
    SEND: ("photos", "confidential", "name", "phone", "email"),
}
# A question or an idea may concern no place; what is broken or wrong is somewhere.
PLACELESS = frozenset({CaseKind.CONSULTATION.value, CaseKind.SUGGESTION.value})
EITHER = gettext_lazy("（至少写一项）")
KINDS = [
    (CaseKind.COMPLAINT.value, gettext_lazy("投诉：有问题没人管，或管得不好")),
    (CaseKind.HELP.value, gettext_lazy("求助：需要帮忙解决困难")),
    (CaseKind.CONSULTATION.value, gettext_lazy("咨询：想问政策或办事")),
    (CaseKind.SUGGESTION.value, gettext_lazy("建议：有改进的想法")),
    (CaseKind.TIPOFF.value, gettext_lazy("举报：有人违规违法")),
]
KEY = re.compile(r"[0-9a-f]{32}")


def area_choices() -> list[tuple[str, str]]:
    """Streets and communities, each after the street it lies in."""
    tree = directory.areas()
    wanted = (AreaKind.STREET, AreaKind.COMMUNITY)
    rows = [row for row in tree.rows.values() if row.active and row.kind in wanted]
    named = []
    for row in rows:
        parent = tree.rows.get(row.parent_id or 0)
        inside = parent is not None and parent.kind == AreaKind.STREET
        name = f"{parent.name} · {row.name}" if inside and parent else row.name
        named.append((row.path, str(row.id), name))
    return [(ident, name) for _path, ident, name in sorted(named, key=lambda one: one[2])]


class ReportForm(forms.Form):
    """``upto``: the last step whose rules hold already."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    passed = forms.CharField(max_length=3, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("发生了什么？"),
        help_text=gettext_lazy("用自己的话说，不用选部门。不要写姓名、电话和身份证号。"),
        max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("您希望"), choices=KINDS, widget=forms.RadioSelect, required=False,
        initial=CaseKind.COMPLAINT.value,
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("在哪里？"),
        help_text=gettext_lazy("路名和门牌、小区、路口，或者旁边的店铺。"),
        max_length=256, required=False,
    )  # fmt: skip
    area_id = Select(label=gettext_lazy("街道或社区"), required=False)
    lon = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)
    lat = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)
    category_id = Select(label=gettext_lazy("属于哪一类"), required=False)
    photos = Files(
        label=gettext_lazy("照片"),
        help_text=gettext_lazy("可以直接拍照，最多 10 张。照片里的拍摄地点和设备信息会被去掉。"),
        required=False,
    )
    confidential = forms.BooleanField(
        label=gettext_lazy("请为我保密：承办单位看不到我的姓名和电话，这件事也不公开"),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("怎么称呼您"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "data-no-draft": "1"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        help_text=gettext_lazy("留下电话，办理人员能联系您；不留也能凭查询码看结果。"),
        max_length=40, required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "tel", "data-no-draft": "1"}
        ),
    )  # fmt: skip

    email = forms.EmailField(
        label=gettext_lazy("电子邮箱"), max_length=200, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "data-no-draft": "1"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, upto: str = SEND) -> None:
        self.upto = upto
        super().__init__(data, files, initial={"key": uuid4().hex})
        if self.data.get("kind", CaseKind.COMPLAINT.value) not in PLACELESS:
            for name in ("address", "area_id"):
                self.fields[name].mark = EITHER  # type: ignore[attr-defined]
        empty = [("", _("不清楚"))]
        self.fields["area_id"].choices = [*empty, *area_choices()]  # type: ignore[attr-defined]
        categories = [(str(row.id), row.name) for row in usable()]
        self.fields["category_id"].choices = [*empty, *categories]  # type: ignore[attr-defined]
        chosen = self.data.get("category_id", "")
        known = chosen if chosen in {ident for ident, _name in categories} else ""
        self.questions = services.questions_for(int(known) if known else None)
        self.asks = asking.fields_of(self.questions)
        self.fields.update(self.asks)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise forms.ValidationError(_("页面已经失效，请重新打开上报页面。"))
        return key

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or CaseKind.COMPLAINT.value

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and len(re.sub(r"\D", "", phone)) < 7:
            raise forms.ValidationError(_("电话号码不完整，请核对，或者不填。"))
        return phone

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["point"] = clean_coordinate(given.get("lon"), given.get("lat")).point
        placed = given.get("address") or given.get("area_id") or given["point"]
        if self.upto != WHAT and not placed and given.get("kind") not in PLACELESS:
            self.add_error("address", _("请告诉我们在哪里：写地址，或选街道社区。"))
        answers, wrong = asking.checked(self.questions, self.data)
        given["answers"] = answers
        if self.upto == SEND:
            for name, why in wrong.items():
                self.add_error(name, why)
        return given

    @property
    def asked(self) -> list[Any]:
        """The fields of the category's questions."""
        return [self[name] for name in self.asks]

    @property
    def notices(self) -> list[str]:
        """What the category tells whoever reports, without asking."""
        return [one.description for one in self.questions if not one.variable]

    def shown(self, step: str) -> list[Any]:
        """The fields of a step."""
        return [self[name] for name in FIELDS[step]]

    def hidden(self, step: str) -> list[Any]:
        """What the other steps hold; files cannot travel so."""
        others = [name for other in STEPS if other != step for name in FIELDS[other]]
        others += [] if step == SEND else list(self.asks)
        return [self[name].as_hidden() for name in others if name != "photos"]

    def new_case(self) -> NewCase:
        given = self.cleaned_data
        point = given["point"]
        return NewCase(
            kind=given["kind"],
            channel="web",
            title=headline(given["text"]),
            body=with_answers(given["text"], given["answers"]),
            address=given["address"],
            area_id=given["area_id"],
            category_id=given["category_id"],
            lon=point.lon if point else None,
            lat=point.lat if point else None,
            confidential=given["confidential"],
            extra={"answers": given["answers"]} if given["answers"] else {},
            reporter=Contact(given["name"], given["phone"], given["email"]) or None,
        )
