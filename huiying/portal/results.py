"""办理结果月报: the three rates, reply times and counts of a month, for everybody to check."""

from __future__ import annotations

import tempfile
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from huiying.column import registers
from huiying.column.registers import BY, Entry, Register
from huiying.column.rules.small import FEW
from huiying.exchange.exports import write as write_table
from huiying.lib.tables import Sheet
from huiying.portal.pages import limited, page

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HOUR, DAY = 60, 24 * 60
LABELS = {"unit": gettext_noop("按单位"), "area": gettext_noop("按街道")}
COLUMNS = (
    gettext_noop("收到件数"), gettext_noop("办结件数"), gettext_noop("办理时长中位数"),
    gettext_noop("九成在此之内"), gettext_noop("回访考核"), gettext_noop("响应率"),
    gettext_noop("解决率"), gettext_noop("满意率"),
)  # fmt: skip
MEANING = (
    (gettext_noop("收到件数"), gettext_noop("当月收到的诉求件数，作废的不算。")),
    (gettext_noop("办结件数"), gettext_noop("当月办结的件数，可能是以前收到的。")),
    (
        gettext_noop("办理时长中位数"),
        gettext_noop(
            "当月办结的诉求，从收到到办结（夜间和节假日都算在内），一半比这快，一半比这慢。"
        ),
    ),
    (gettext_noop("九成在此之内"), gettext_noop("十件里有九件在这个时间以内办结，一件更慢。")),
    (gettext_noop("回访考核"), gettext_noop("当月回访到本人、计入考核的件数，是三个率的分母。")),
    (gettext_noop("响应率"), gettext_noop("回访中市民说承办单位联系过或答复过自己的比例。")),
    (gettext_noop("解决率"), gettext_noop("回访中市民说问题已经解决的比例；部分解决不算解决。")),
    (gettext_noop("满意率"), gettext_noop("回访中市民说满意或基本满意的比例。")),
)


@require_GET
@limited
def latest(request: HttpRequest) -> HttpResponseBase:
    """The newest month there is; before the first one, what will be here."""
    months = registers.months()
    if not months:
        return page(request, "portal/results_none.html")
    whole = months[1] if len(months) > 1 else months[0]  # the running month is not over yet
    return redirect("portal:results", month=whole)


@require_GET
@limited
def month(request: HttpRequest, month: str) -> HttpResponseBase:
    """A month by unit or by street, each at an address of its own."""
    period = registers.known_month(month)
    if period is None:
        return page(request, "portal/unknown_link.html", status=404)
    by = _by(request)
    found = registers.register(period, by)
    months = registers.months()
    context = {
        "register": found,
        "running": period == months[0],
        "total": _shown(found.total),
        "rows": [_shown(one) for one in found.entries],
        "columns": [_(label) for label in COLUMNS],
        "tabs": [
            {"label": _(LABELS[one]), "url": f"?by={one}", "current": one == by} for one in BY
        ],
        "months": months,
        "meaning": [(_(name), _(words)) for name, words in MEANING],
        "few": FEW,
    }
    return page(request, "portal/results.html", context)


@require_GET
@limited
def download(request: HttpRequest, month: str, kind: str) -> HttpResponseBase:
    """The same table as a file, with hours as plain numbers."""
    period = registers.known_month(month)
    if period is None:
        return page(request, "portal/unknown_link.html", status=404)
    by = _by(request)
    sheet = _sheet(registers.register(period, by))
    target = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    write_table(sheet, kind, target)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"results-{period}-{by}.{kind}",
        content_type=TYPES[kind],
    )  # fmt: skip


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", "unit")
    return by if by in BY else "unit"


def _shown(one: Entry) -> dict[str, Any]:
    """A line as it is read: small numbers as "fewer than 5", times in days or hours."""
    texts = [
        _number(one.received), _number(one.closed), _time(one.median), _time(one.ninetieth),
        _number(one.counted), *(_share(rate) for rate in one.rates),
    ]  # fmt: skip
    heads = [_(label) for label in COLUMNS]
    return {"label": one.label or _("合计"), "cells": list(zip(heads, texts, strict=True))}


def _number(value: int | None) -> str:
    return _("不显示") if value is None else str(value)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}%"


def _time(minutes: int | None) -> str:
    if minutes is None:
        return "—"
    if minutes >= 2 * DAY:
        return _("%(n)s 天") % {"n": f"{minutes / DAY:.1f}"}
    return _("%(n)s 小时") % {"n": f"{minutes / HOUR:.1f}"}


def _sheet(found: Register) -> Sheet:
    hours = {2: _("办理时长中位数（小时）"), 3: _("九成在此之内（小时）")}
    heads = [hours.get(place, _(label)) for place, label in enumerate(COLUMNS)]
    lines = [found.total, *found.entries]
    return Sheet(found.period, [_("名称"), *heads], [_plain(one) for one in lines])


def _plain(one: Entry) -> list[Any]:
    """Numbers as numbers; what is not told is an empty cell."""
    times = [None if m is None else round(m / HOUR, 1) for m in (one.median, one.ninetieth)]
    rates = [None if rate is None else round(rate, 4) for rate in one.rates]
    return [one.label or _("合计"), one.received, one.closed, *times, one.counted, *rates]
