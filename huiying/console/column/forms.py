"""The forms of the column's desk. What they mean is checked by the domain, not here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.column.actions import Facts
from huiying.column.rules.workflow import NEW_TERM, STATE_LABELS, State, Verb
from huiying.column.types import Exposure
from huiying.console import choices
from huiying.console.case.forms import end_of
from huiying.ui.fields import Choose, Files, Select

TERM_DAYS = 5
DAY = {"type": "date"}


class IssueForm(forms.Form):
    """An issue as its editor writes it; the term of a published one is changed by its own verb."""

    title = forms.CharField(
        label=gettext_lazy("标题"), max_length=60,
        help_text=gettext_lazy("说清什么地方、什么问题，例如：幸福里东门三盏路灯不亮"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("问题"), max_length=1000,
        help_text=gettext_lazy("只写看到的事实。不写是谁反映的，不写姓名、电话、车牌、门牌号。"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 1000}),
    )  # fmt: skip
    asked = forms.CharField(
        label=gettext_lazy("整改要求"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )  # fmt: skip
    unit_id = Select(label=gettext_lazy("责任单位"))
    area_id = Select(label=gettext_lazy("区划"), required=False)
    place = forms.CharField(
        label=gettext_lazy("地点"), max_length=100, required=False,
        help_text=gettext_lazy("到路口、小区大门为止。"),
    )  # fmt: skip
    due = forms.DateField(
        label=gettext_lazy("整改期限"), widget=forms.DateInput(attrs=DAY),
        help_text=gettext_lazy("到当天结束。"),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, row: Exposure | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.row = row
        self.fields["unit_id"].choices = [("", ""), *choices.units()]  # type: ignore[attr-defined]
        self.fields["area_id"].choices = [("", ""), *choices.areas()]  # type: ignore[attr-defined]
        if row is not None and row.published_at is not None:
            del self.fields["due"]

    def facts(self) -> Facts:
        given = dict(self.cleaned_data)
        given.pop("version")
        due = given.pop("due", None)
        if due is None and self.row is not None:
            return Facts(due_at=self.row.due_at, **given)
        return Facts(due_at=end_of(due), **given)


def initial_of(row: Exposure) -> dict[str, Any]:
    """What the form shows of an issue that there is."""
    names = ("title", "words", "asked", "unit_id", "area_id", "place", "version")
    due = timezone.localtime(row.due_at).date()
    return {**{name: getattr(row, name) for name in names}, "due": due}


class VerbForm(forms.Form):
    """The words of a verb, a new term where it begins one, photos with an answer."""

    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, data: Any = None, files: Any = None, *, verb: Verb, row: Exposure, at: datetime
    ) -> None:
        super().__init__(data, files, initial={"version": row.version})
        if verb.text:
            self.fields["text"] = forms.CharField(
                label=_(verb.text), max_length=1000 if verb.name == "answer" else 500,
                help_text=_("会公开。不写姓名、电话等个人信息。")
                if verb.name != "withdraw"
                else _("记入日志，不公开。"),
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip
        if verb.text and verb.name in NEW_TERM:
            self.fields["due"] = forms.DateField(
                label=_("新的整改期限"),
                widget=forms.DateInput(attrs=DAY),
                help_text=_("到当天结束。"),
            )
        if verb.name == "answer":
            self.fields["photos"] = Files(
                label=_("整改后照片"), required=False,
                help_text=_("由编辑遮挡人脸和车牌后公开，原图不公开。"),
            )  # fmt: skip


class PhotosForm(forms.Form):
    photos = Files(label=gettext_lazy("照片"))
    moment = forms.ChoiceField(
        label=gettext_lazy("哪个时候"), widget=forms.RadioSelect,
        choices=[("before", gettext_lazy("整改前")), ("after", gettext_lazy("整改后"))],
    )  # fmt: skip


class ListForm(forms.Form):
    """The filters of the desk's list."""

    q = forms.CharField(
        label=gettext_lazy("标题或地点"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    state = Choose(label=gettext_lazy("状态"), required=False)
    unit = Select(label=gettext_lazy("责任单位（含下级）"), required=False)
    area = Select(label=gettext_lazy("区划（含下级）"), required=False)
    late = forms.BooleanField(label=gettext_lazy("只看超期"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = [("", _("全部"))]
        named = [(state.value, _(STATE_LABELS[state])) for state in State]
        self.fields["state"].choices = [*every, *named]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*every, *choices.units()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [*every, *choices.areas()]  # type: ignore[attr-defined]
