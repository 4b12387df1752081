"""双考核: whistle rates of the streets and how departments answered, month by month."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.console.desks.desk import seat
from huiying.console.desks.exporting import send
from huiying.console.shell import Console, console
from huiying.console.whistles.listing import NAME, ROLES
from huiying.lib.periods import Month
from huiying.lib.tables import Sheet
from huiying.ui.templatetags.ui import share
from huiying.whistles import rates
from huiying.whistles.rates import Marks
from huiying.whistles.rules.assessment import SIGN_LABELS

TONES = {"low": "waiting", "high": "bad", "usual": "going", "few": "ended"}
STREET_HEADS = (
    gettext_noop("街乡镇"), gettext_noop("吹哨次数"), gettext_noop("其中应急哨"),
    gettext_noop("吹哨案件数"), gettext_noop("收到案件数"), gettext_noop("吹哨率"),
    gettext_noop("区间下限"), gettext_noop("区间上限"), gettext_noop("判断"),
    gettext_noop("解决数"), gettext_noop("按时办结数"), gettext_noop("办结数"),
    gettext_noop("区级评分均值"), gettext_noop("区级评分数"),
)  # fmt: skip
UNIT_HEADS = (
    gettext_noop("部门"), gettext_noop("应报到次数"), gettext_noop("按时签到数"),
    gettext_noop("按时到场数"), gettext_noop("有结果数"), gettext_noop("异议被驳回"),
    gettext_noop("街乡镇评分均值"), gettext_noop("街乡镇评分数"), gettext_noop("区级评分均值"),
    gettext_noop("区级评分数"),
)  # fmt: skip


def month_of(desk: Console) -> Month:
    """The month asked for; this one when none is. Raises NotAMonth."""
    text = desk.request.GET.get("month", "")
    return Month.parse(text) if text else Month.of(desk.at)


@require_GET
@console
def page(desk: Console) -> HttpResponseBase:
    """Both tables, each share with its counts and interval."""
    seat(desk, _(NAME), ROLES)
    month = month_of(desk)
    whole = rates.whole_rate(month)
    context = {
        "month": month, "whole": whole, "whole_percent": share(whole.share),
        "streets": [
            (row, share(row.rate.share), row.rate.span, _(SIGN_LABELS[row.sign]), TONES[row.sign])
            for row in rates.street_rows(desk.actor, month)
        ],
        "units": rates.unit_rows(desk.actor, month),
    }  # fmt: skip
    return desk.page("console/whistles/rates.html", context, current="whistles")


@require_GET
@console
def export(desk: Console, what: str, kind: str) -> HttpResponseBase:
    """One of the tables as a file: counts beside every share."""
    seat(desk, _(NAME), ROLES)
    month = month_of(desk)
    if what == "streets":
        sheet = Sheet(_(NAME), [_(name) for name in STREET_HEADS], _streets(desk, month))
    else:
        sheet = Sheet(_(NAME), [_(name) for name in UNIT_HEADS], _units(desk, month))
    return send(desk, kind, "whistles", f"whistle-{what}-{month}", sheet, f"month={month}")


def _streets(desk: Console, month: Month) -> list[tuple[object, ...]]:
    return [
        (
            row.label, row.blown, row.emergencies, row.rate.hits, row.rate.total,
            _round(row.rate.share), *(_round(end) for end in row.rate.interval or (None, None)),
            _(SIGN_LABELS[row.sign]), row.solved.hits, row.in_time.hits, row.solved.total,
            *_mean(row.district),
        )
        for row in rates.street_rows(desk.actor, month)
    ]  # fmt: skip


def _units(desk: Console, month: Month) -> list[tuple[object, ...]]:
    return [
        (
            row.label, row.signed.total, row.signed.hits, row.present.hits, row.result.hits,
            row.overruled, *_mean(row.street), *_mean(row.district),
        )
        for row in rates.unit_rows(desk.actor, month)
    ]  # fmt: skip


def _mean(marks: Marks) -> tuple[float | None, int]:
    return _round(marks.mean), marks.count


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
