"""The forms of whistles. What they mean is checked by the domain, not here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.console import choices
from huiying.ui.fields import Choose, Select
from huiying.whistles import access, queries
from huiying.whistles.actions import Call, NewWhistle, numbers_of
from huiying.whistles.rules.course import KIND_LABELS, RESULT_LABELS, STATE_LABELS, Kind, Verb

CALLS = 8  # rows of the form; more departments are called from the whistle's page
SHOWN = 3


class Moment(forms.DateTimeField):
    """A local moment to the minute, as browsers send it."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **more)


def called() -> choices.Choices:
    """The departments that can be called."""
    return choices.units(within=[unit.id for unit in access.callable_units()])


class NewForm(forms.Form):
    """A whistle, and up to eight departments each with what is asked of it."""

    street_id = forms.ChoiceField(label=gettext_lazy("吹哨单位"))
    kind = forms.ChoiceField(
        label=gettext_lazy("哨的类型"),
        choices=[(kind.value, gettext_lazy(label)) for kind, label in KIND_LABELS.items()],
        widget=forms.RadioSelect, initial=Kind.HARD,
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("事由"), max_length=60,
        help_text=gettext_lazy("一句话说清什么地方、什么事。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("情况说明"), max_length=1000,
        help_text=gettext_lazy(
            "报到单位看不到案件内容，请在这里写清事实；不写诉求人的姓名、电话。"
        ),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
    )  # fmt: skip
    cases = forms.CharField(
        label=gettext_lazy("引用的案件编号"), required=False, max_length=500,
        help_text=gettext_lazy("没有可以不填；多个用空格或逗号隔开。"),
    )  # fmt: skip
    place = forms.CharField(label=gettext_lazy("集合地点"), max_length=100)
    area_id = Select(label=gettext_lazy("区划"), required=False)
    meet_at = Moment(label=gettext_lazy("集合时间"))

    def __init__(self, data: Any = None, *, actor: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        streets = [(str(row.id), row.label) for row in access.streets_of(actor)]
        self.fields["street_id"].choices = streets  # type: ignore[attr-defined]
        if len(streets) == 1:
            self.fields["street_id"].widget = forms.HiddenInput()
            self.fields["street_id"].initial = streets[0][0]
        self.fields["area_id"].choices = [("", ""), *choices.areas()]  # type: ignore[attr-defined]
        units = [("", ""), *called()]
        for place in range(CALLS):
            row = {"n": place + 1}
            unit = Select(label=_("报到单位 %(n)d") % row, required=False)
            unit.choices = units
            self.fields[f"unit_{place}"] = unit
            self.fields[f"asked_{place}"] = forms.CharField(
                label=_("要单位 %(n)d 做什么") % row, required=False, max_length=500
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """The rows that are always shown."""
        return [(self[f"unit_{n}"], self[f"asked_{n}"]) for n in range(SHOWN)]

    def further(self) -> list[tuple[Any, Any]]:
        return [(self[f"unit_{n}"], self[f"asked_{n}"]) for n in range(SHOWN, CALLS)]

    def new(self) -> NewWhistle:
        given = self.cleaned_data
        calls = [
            Call(int(given[f"unit_{n}"]), given[f"asked_{n}"])
            for n in range(CALLS)
            if given[f"unit_{n}"]
        ]
        return NewWhistle(
            street_id=int(given["street_id"]), kind=given["kind"], title=given["title"],
            words=given["words"], place=given["place"], meet_at=given["meet_at"], calls=calls,
            cases=numbers_of(given["cases"]),
            area_id=int(given["area_id"]) if given["area_id"] else None,
        )  # fmt: skip


class VerbForm(forms.Form):
    """What a verb needs besides a click: words, a result, a unit, a photo of being there."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, files: Any = None, *, verb: Verb, version: int, at: datetime,
        who: str = "", place: str = "",
    ) -> None:  # fmt: skip
        now = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")
        start = {"version": version, "when": now, "who": who, "place": place}
        super().__init__(data, files, initial=start)
        if verb.name == "conclude":
            self.fields["result"] = forms.ChoiceField(
                label=_("结果"), widget=forms.RadioSelect,
                choices=[(one.value, _(label)) for one, label in RESULT_LABELS.items()],
            )  # fmt: skip
        if verb.name == "arrive":
            self._arrival(verb)
        elif verb.name == "summon":
            unit = Select(label=_("报到单位"))
            unit.choices = [("", ""), *called()]
            self.fields["unit"] = unit
            self.fields["asked"] = forms.CharField(label=_("要它做什么"), max_length=500)
        elif verb.text:
            self.fields["text"] = forms.CharField(
                label=_(verb.text), max_length=500,
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": 500}),
            )  # fmt: skip

    def _arrival(self, verb: Verb) -> None:
        self.fields["photo"] = forms.FileField(
            label=_("现场照片"), required=False,
            help_text=_("手机上会直接打开相机；照片里的拍摄地点等信息会去掉。"),
            widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        )  # fmt: skip
        self.fields["place"] = forms.CharField(label=_(verb.text), max_length=100)
        self.fields["who"] = forms.CharField(
            label=_("到场的人"), max_length=80, help_text=_("可以写几个人的姓名和职务。")
        )
        self.fields["when"] = Moment(label=_("到场时间"))

    def said(self) -> dict[str, Any]:
        """What the verb is given."""
        given = dict(self.cleaned_data)
        if "photo" in given:
            photo = given.pop("photo")
            given["photo"] = (photo.name, photo) if photo else None
        if "unit" in given:
            given["call"] = Call(int(given.pop("unit")), given.pop("asked"))
        return given


class MarkForm(forms.Form):
    """A mark from 1 to what the facts allow."""

    mark = forms.ChoiceField(label=gettext_lazy("评分"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("评语"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, cap: int, version: int) -> None:
        super().__init__(data, initial={"version": version})
        marks = [(str(n), str(n)) for n in range(cap, 0, -1)]
        self.fields["mark"].choices = marks  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """The filters and the order of the list."""

    q = forms.CharField(
        label=gettext_lazy("事由或地点"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = Choose(label=gettext_lazy("状态"), required=False)
    kind = Choose(label=gettext_lazy("哨的类型"), required=False)
    street = Select(label=gettext_lazy("吹哨单位"), required=False)
    unit = Select(label=gettext_lazy("报到单位（含下级）"), required=False)
    sort = Choose(label=gettext_lazy("排序"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("只看本单位要办的"), required=False)
    late = forms.BooleanField(label=gettext_lazy("只看有超期的"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        given = {
            "state": [*every, *((one.value, _(label)) for one, label in STATE_LABELS.items())],
            "kind": [*every, *((one.value, _(label)) for one, label in KIND_LABELS.items())],
            "street": [*every, *((str(ident), name) for ident, name in queries.streets())],
            "unit": [*every, *called()],
            "sort": [("", _("最近吹哨")), ("meet", _("集合时间"))],
        }
        for name, offered in given.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
