"""The forms of passing a case on and of foreign platforms. The domain checks what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiying.console import choices
from huiying.relay.passing import LONGEST
from huiying.relay.queries import STATUSES
from huiying.relay.rules.reading import Question
from huiying.relay.types import Server, Service
from huiying.ui.fields import Choose, Select, SelectMany

EMPTY = ("", "")
TROUBLE = ("trouble", gettext_lazy("需要处理"))


class ToForm(forms.Form):
    """To which service of which platform; ``to`` is "platform:code"."""

    to = Choose(label=gettext_lazy("平台和服务"))

    def __init__(self, pairs: Sequence[tuple[str, str]], chosen: str) -> None:
        super().__init__(initial={"to": chosen})
        self.fields["to"].choices = [EMPTY, *pairs]  # type: ignore[attr-defined]


class PassForm(forms.Form):
    """The words, the other side's questions, and whether the person agreed to being named."""

    text = forms.CharField(
        label=gettext_lazy("转交的内容"), max_length=LONGEST,
        help_text=gettext_lazy("对方看到的原文。请删去姓名、电话、证件号和与办理无关的话。"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("告诉对方的地址"), max_length=256, required=False,
        help_text=gettext_lazy("诉求人的住处写到小区或路口为止。"),
    )  # fmt: skip
    identity = forms.BooleanField(
        label=gettext_lazy("诉求人已同意把姓名和联系方式告诉对方"), required=False
    )

    def __init__(
        self, *args: Any, questions: Sequence[Question], identity: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.asked = {f"a{n}": one for n, one in enumerate(questions) if not one.shown}
        for name, question in self.asked.items():
            self.fields[name] = _field(question)
        if not identity:
            del self.fields["identity"]
        self.order_fields(["text", "address", *self.asked, "identity"])

    @property
    def questions(self) -> list[Any]:
        """The fields of the other side's questions."""
        return [self[name] for name in self.asked]

    def answers(self) -> dict[str, list[str]]:
        """The answers as the standard takes them: lists of texts by the question's code."""
        given = self.cleaned_data
        return {one.code: _plain(given[name]) for name, one in self.asked.items() if given[name]}


def _field(question: Question) -> forms.Field:
    facts: dict[str, Any] = {
        "label": question.text, "required": question.required, "help_text": question.hint,
    }  # fmt: skip
    pairs = [(key, name or key) for key, name in question.values]
    if question.datatype == "singlevaluelist":
        return forms.ChoiceField(choices=[EMPTY, *pairs], **facts)
    if question.datatype == "multivaluelist":
        return forms.MultipleChoiceField(
            choices=pairs, widget=forms.CheckboxSelectMultiple, **facts
        )
    if question.datatype == "datetime":
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"})
        return forms.DateTimeField(widget=picker, **facts)
    if question.datatype == "number":
        return forms.DecimalField(**facts)
    rows = {"rows": 3, "maxlength": 1000}
    widget: Any = forms.Textarea(attrs=rows) if question.datatype == "text" else forms.TextInput()
    return forms.CharField(max_length=1000, widget=widget, **facts)


def _plain(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [value.isoformat() if hasattr(value, "isoformat") else str(value)]


class ListForm(forms.Form):
    """The filters of the list."""

    q = forms.CharField(label=gettext_lazy("案件或对方编号"), max_length=60, required=False)
    status = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    server = Select(label=gettext_lazy("平台"), required=False)

    def __init__(self, data: Any, servers: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        every = ("", gettext_lazy("全部"))
        self.fields["status"].choices = [every, TROUBLE, *STATUSES.items()]  # type: ignore[attr-defined]
        self.fields["server"].choices = [EMPTY, *servers]  # type: ignore[attr-defined]


class ServerForm(forms.Form):
    """A foreign platform; of one that exists, all but its name."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    endpoint = forms.CharField(
        label=gettext_lazy("GeoReport v2 地址"), max_length=500,
        help_text=gettext_lazy(
            "后面能接 /services.json 的那一段，通常以 /v2 结尾。"
            "内部网段须先在 HUIYING_INNER_NETS 中允许。"
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    jurisdiction = forms.CharField(
        label=gettext_lazy("辖区（jurisdiction_id）"), max_length=120, required=False,
        help_text=gettext_lazy("对方要求时填写。"),
    )  # fmt: skip
    key = forms.CharField(
        label=gettext_lazy("密钥（api_key）"), max_length=200, required=False,
        help_text=gettext_lazy("由对方发给，加密保存，以后不再显示。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    active = forms.BooleanField(label=gettext_lazy("可以转交新的案件"), required=False)

    def __init__(self, data: Any = None, *, row: Server | None = None) -> None:
        names = ("endpoint", "jurisdiction", "active")
        super().__init__(data, initial={name: getattr(row, name) for name in names} if row else {})
        if row is None:
            del self.fields["active"]
        else:
            del self.fields["name"]
            self.fields["key"].help_text = gettext_lazy("留空则不变；改了地址须重新填写。")


class MeaningForm(forms.Form):
    """Categories of ours, and the service they all are there."""

    categories = SelectMany(
        label=gettext_lazy("本市的分类"),
        help_text=gettext_lazy("选上级分类时，下面的分类都按它，除非另有对应。"),
    )
    service = Select(label=gettext_lazy("对方的服务"))

    def __init__(self, data: Any, services: Sequence[Service]) -> None:
        super().__init__(data)
        self.fields["categories"].choices = choices.categories()  # type: ignore[attr-defined]
        self.fields["service"].choices = [EMPTY, *pairs_of(services)]  # type: ignore[attr-defined]


def pairs_of(services: Sequence[Service]) -> list[tuple[str, str]]:
    """Services as choices, the group before the name."""
    return [(str(one.pk), f"{one.group} · {one.name}".strip(" ·")) for one in services]
