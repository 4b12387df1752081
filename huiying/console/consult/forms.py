"""The forms of consultation. What they mean is checked by the domain, not here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.console import choices
from huiying.console.whistles.forms import Moment
from huiying.consultation.actions import NewMeasure, NewMeeting
from huiying.consultation.queries import MeasuresWanted, Wanted
from huiying.consultation.raising import NewTopic
from huiying.consultation.rules.course import ABOUT_LABELS, LIGHT_LABELS, TOPIC_LABELS, About
from huiying.consultation.types import Topic
from huiying.ui.fields import Choose, Select, SelectMany


def _area(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class TopicsForm(forms.Form):
    """What the list of topics is narrowed to."""

    q = forms.CharField(label=gettext_lazy("议题中的词语或案件编号"), required=False, max_length=60)
    state = Choose(label=gettext_lazy("状态"), required=False)
    about = Choose(label=gettext_lazy("来源"), required=False)
    late = forms.BooleanField(label=gettext_lazy("只看超期未议定的"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        states = [(str(one), _(label)) for one, label in TOPIC_LABELS.items()]
        abouts = [(str(one), _(label)) for one, label in ABOUT_LABELS.items()]
        for name, options in (("state", states), ("about", abouts)):
            self.fields[name].choices = [("", _("全部")), *options]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            given.get("state", ""), given.get("about", ""), given.get("q", "").strip(),
            late=bool(given.get("late")),
        )  # fmt: skip


class TopicForm(forms.Form):
    case = forms.CharField(
        label=gettext_lazy("案件编号"), required=False, max_length=32,
        help_text=gettext_lazy("没有可以不填。"),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("议题"), max_length=80)
    words = forms.CharField(
        label=gettext_lazy("情况和要议的问题"), required=False, max_length=1000,
        widget=_area(4, 1000), help_text=gettext_lazy("不写诉求人的姓名、电话。"),
    )  # fmt: skip

    def new(self) -> NewTopic:
        given = self.cleaned_data
        return NewTopic(given["title"], given["words"], given["case"].strip())


class MeetingForm(forms.Form):
    """A meeting on some of the waiting topics."""

    title = forms.CharField(label=gettext_lazy("会议名称"), max_length=80)
    meet_at = Moment(label=gettext_lazy("时间"))
    place = forms.CharField(label=gettext_lazy("地点"), max_length=100)
    chair = forms.CharField(label=gettext_lazy("主持人"), max_length=80)
    units = SelectMany(label=gettext_lazy("参会单位"))
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("议题"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, topics: Sequence[Topic], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["units"].choices = choices.units()  # type: ignore[attr-defined]
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.title}（{_(ABOUT_LABELS[About(one.about)])}）") for one in topics
        ]

    def new(self) -> NewMeeting:
        given = self.cleaned_data
        return NewMeeting(
            given["title"], given["meet_at"], given["place"], given["chair"],
            [int(one) for one in given["units"]], [int(one) for one in given["topics"]],
        )  # fmt: skip


class MinutesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput())
    present = forms.CharField(label=gettext_lazy("到会人员"), max_length=500, widget=_area(2, 500))
    minutes = forms.CharField(
        label=gettext_lazy("会议纪要"), max_length=5000, widget=_area(10, 5000),
        help_text=gettext_lazy("记下以后，没有议定的议题回到待会商。"),
    )  # fmt: skip


class WhyForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("原因"), max_length=500, widget=_area(3, 500))


class DecideForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput())
    decision = forms.CharField(
        label=gettext_lazy("议定事项"), max_length=2000, widget=_area(5, 2000)
    )
    lead_unit = Select(
        label=gettext_lazy("由谁承办"), required=False,
        help_text=gettext_lazy("议的是权属时选；以后同类案件可以据此起草派单规则。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["lead_unit"].choices = [("", ""), *choices.units()]  # type: ignore[attr-defined]


class MeasureForm(forms.Form):
    problem = forms.CharField(label=gettext_lazy("问题"), max_length=200)
    measure = forms.CharField(label=gettext_lazy("措施"), max_length=500, widget=_area(2, 500))
    unit_id = Select(label=gettext_lazy("责任单位"))
    due_at = Moment(label=gettext_lazy("时限"))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit_id"].choices = [("", ""), *choices.units()]  # type: ignore[attr-defined]

    def new(self) -> NewMeasure:
        given = self.cleaned_data
        return NewMeasure(
            given["problem"], given["measure"], int(given["unit_id"]), given["due_at"]
        )


class ProgressForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput())
    text = forms.CharField(label=gettext_lazy("进展"), max_length=1000, widget=_area(4, 1000))
    done = forms.BooleanField(label=gettext_lazy("已经完成"), required=False)


class MeasuresForm(forms.Form):
    """What the list of measures is narrowed to."""

    unit = Choose(label=gettext_lazy("责任单位（含下级）"), required=False)
    light = Choose(label=gettext_lazy("进度"), required=False)
    topic = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        lights = [(str(one), _(label)) for one, label in LIGHT_LABELS.items()]
        for name, options in (("unit", choices.units()), ("light", lights)):
            self.fields[name].choices = [("", _("全部")), *options]  # type: ignore[attr-defined]

    def wanted(self) -> MeasuresWanted:
        self.is_valid()
        given = self.cleaned_data
        unit = given.get("unit") or ""
        return MeasuresWanted(
            int(unit) if unit else None, given.get("light", ""), given.get("topic")
        )
