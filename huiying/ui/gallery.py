"""What the gallery shows: invented cases of an invented city, in the shapes the tags take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.ui.fields import Files, Select, SelectMany

RECEIVED = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
UNITS = ("泉河街道办事处", "云岭街道办事处", "区城市管理局", "区住房和城乡建设局", "区供电公司")


class Report(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("诉求类型"),
        choices=[("complaint", gettext_lazy("投诉")), ("help", gettext_lazy("求助"))],
        widget=forms.RadioSelect,
    )
    unit = Select(label=gettext_lazy("主办单位"), help_text=gettext_lazy("输入单位名称中的字"))
    assisting = SelectMany(label=gettext_lazy("协办单位"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"), required=False, help_text=gettext_lazy("手机或带区号的座机")
    )
    text = forms.CharField(label=gettext_lazy("办理结果"), widget=forms.Textarea, required=False)
    onsite = forms.BooleanField(label=gettext_lazy("已到现场"), required=False)
    photos = Files(label=gettext_lazy("照片"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(place), name) for place, name in enumerate(UNITS, start=1)]
        self.fields["unit"].choices = [("", "—"), *names]  # type: ignore[attr-defined]
        self.fields["assisting"].choices = names  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the rail or of tabs."""

    label: str
    url: str = "#main"
    current: bool = False
    letter: str = ""
    shown: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    tone: str
    text: str
    due: datetime

    @property
    def deadline(self) -> str:
        return f"{self.due + timedelta(hours=8):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    title: str
    state: str
    label: str
    unit: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a list as `pager` takes it."""

    previous: str = "a"
    next: str = "c"
    total: int = 128
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    states: list[tuple[str, str]]
    tabs: list[Link]
    place: Place
    chart: dict[str, Any]


def rail() -> list[Link]:
    """The desks; ``g`` and the letter go there."""
    return [
        Link(_("话务"), letter="o", shown="3"),
        Link(_("派单"), letter="d", shown="12", current=True),
        Link(_("回访"), letter="c", shown="99+"),
    ]


def page() -> Page:
    clocks = (
        Clock("calm", _("剩 5 工时"), RECEIVED + timedelta(days=9000)),
        Clock("soon", _("剩 40 分钟"), RECEIVED + timedelta(days=9000)),
        Clock("overdue", _("超期 2 天"), RECEIVED),
        Clock("paused", _("挂账至 2026-06-30"), RECEIVED + timedelta(days=9000)),
    )
    titles = ("幸福里小区路灯不亮", "早市占道经营", "楼顶私搭乱建", "河堤护栏松动")
    states = [
        ("filed", _("待派单")),
        ("handling", _("处理中")),
        ("returned", _("退单待派")),
        ("closed", _("已结案")),
    ]
    return Page(
        rows=[
            Row(f"HY20260310-0000{place}-{place}", title, state, label, unit, clock)
            for place, (title, (state, label), unit, clock) in enumerate(
                zip(titles, states, UNITS, clocks, strict=False), start=1
            )
        ],
        states=states,
        tabs=[
            Link(_("待派单"), current=True, count=12),
            Link(_("退单"), count=2),
            Link(_("延期审批")),
        ],
        place=Place(),
        chart={
            "xAxis": {"type": "category", "data": ["1", "2", "3"]},
            "yAxis": {"type": "value"},
            "series": [{"type": "line", "name": _("解决率"), "data": [88, 91, 93]}],
        },
    )
