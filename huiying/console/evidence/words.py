"""What doubts are called and how each is explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huiying.console import choices
from huiying.console.desks.desk import Tab, address
from huiying.evidence.queries import STATUSES
from huiying.evidence.rules.signs import (
    ALIKE_DAYS,
    CONFIRM_DAYS,
    Sign,
)
from huiying.evidence.types import Doubt
from huiying.ui.fields import Choose

SIGNS = {
    Sign.REUSED: gettext_noop("照片重复使用"),
    Sign.OLDER: gettext_noop("照片早于案件"),
    Sign.FAR: gettext_noop("照片不在现场"),
    Sign.SPEED: gettext_noop("移动快得不合理"),
    Sign.INSTANT: gettext_noop("刚派就报办结"),
    Sign.BARE: gettext_noop("没有现场照片"),
    Sign.SAME_WORDS: gettext_noop("办理结果雷同"),
    Sign.CONTRARY: gettext_noop("未解决却满意"),
    Sign.ONE_PHONE: gettext_noop("同一号码反复确认"),
}
WHY = {
    Sign.REUSED: gettext_noop("这张照片与较早的一张相似度为 %(n)s％。"),
    Sign.OLDER: gettext_noop("照片的拍摄时间早于受理时间。相机时钟可能不准。"),
    Sign.FAR: gettext_noop("照片的拍摄位置距案件地点 %(n)s 米。案件的坐标可能不准。"),
    Sign.SPEED: gettext_noop("同一个人的两张照片，要以每小时 %(n)s 公里移动才来得及。"),
    Sign.INSTANT: gettext_noop("派单后 %(n)s 分钟就反馈办结。"),
    Sign.BARE: gettext_noop("这一类案件须现场核查，反馈时没有一张办理照片。"),
    Sign.SAME_WORDS: gettext_noop("%(days)s 天内，本单位还有 %(n)s 件案件的办理结果一字不差。"),
    Sign.CONTRARY: gettext_noop("回访记录为未解决，却又满意或基本满意。"),
    Sign.ONE_PHONE: gettext_noop("%(days)s 天内，同一号码还确认了本单位 %(n)s 件案件解决并满意。"),
}
DAYS = {Sign.SAME_WORDS: ALIKE_DAYS, Sign.ONE_PHONE: CONFIRM_DAYS}
LABELS = {
    "open": gettext_noop("待判定"),
    "founded": gettext_noop("属实"),
    "cleared": gettext_noop("排除"),
    "all": gettext_noop("全部"),
}
TONES = {"open": "waiting", "founded": "bad", "cleared": "ended"}


class ListForm(forms.Form):
    """What the list is narrowed to; the status is in the tabs."""

    sign = Choose(label=gettext_lazy("疑点"), required=False)
    unit = Choose(label=gettext_lazy("承办单位（含下级）"), required=False)
    number = forms.CharField(label=gettext_lazy("案件编号"), required=False, max_length=32)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        found = {
            "sign": [(str(sign), _(label)) for sign, label in SIGNS.items()],
            "unit": choices.units(),
        }
        for name, options in found.items():
            field = self.fields[name]
            assert isinstance(field, Choose)  # noqa: S101 (tells mypy, nothing else)
            field.choices = [("", _("全部")), *options]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt as the list shows it."""

    row: Doubt
    sign: str
    why: str
    status: str
    tone: str


def doubt_row(row: Doubt) -> DoubtRow:
    sign = Sign(row.sign)
    why = _(WHY[sign]) % {"n": row.amount, "days": DAYS.get(sign, 0)}
    return DoubtRow(row, _(SIGNS[sign]), why, _(LABELS[row.status]), TONES[row.status])


def sections(current: str) -> Sequence[Tab]:
    """The pages of the desk."""
    return [
        Tab(_("疑点"), address("evidence"), current == "evidence"),
        Tab(_("按单位"), address("evidence_units"), current == "evidence_units"),
    ]


def status_labels() -> list[tuple[str, str]]:
    return [(name, _(LABELS[name])) for name in (*STATUSES, "all")]
